package dev.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/// A server that was started on the loopback address, in a process that ends with this one.
final class ServerProcess implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  /// Another process may take the port between its choice and its use.
  private static final int STARTS_MAX = 3;

  private static final int CONNECT_EVERY_MS = 50;

  /// A minute, for slow machines; a server that ends by itself is seen at once.
  private static final int CONNECTS_MAX = 1_200;

  /// Lines of its output that are shown when it does not start.
  private static final int LINES_KEPT = 40;

  private final String name;
  private final Process process;
  private final int port;
  private final Deque<String> lastLines = new ArrayDeque<>();

  /// How to run a server.
  record Command(
      ServerClassPath classPath, List<String> options, String mainClass, List<String> arguments) {
    Command {
      options = List.copyOf(options);
      arguments = List.copyOf(arguments);
    }

    private Process run() throws IOException {
      var words = new ArrayList<String>();
      words.add(ProcessHandle.current().info().command().orElse("java"));
      words.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      words.addAll(options);
      words.addAll(List.of("-cp", classPath.withOwnClasses()));
      words.add(EndsWithParent.class.getName());
      words.add(mainClass);
      words.addAll(arguments);
      return new ProcessBuilder(words).redirectErrorStream(true).start();
    }
  }

  private ServerProcess(String name, Process process, int port) {
    this.name = name;
    this.process = process;
    this.port = port;
  }

  /// Starts a server and waits until it takes connections.
  ///
  /// @param command from the port to listen on
  /// @throws IllegalStateException when it does not start; the message ends with its output
  static ServerProcess start(String name, IntFunction<Command> command) {
    var failure = "";
    for (var start = 0; start < STARTS_MAX; start++) {
      var port = freePort();
      try {
        var server = new ServerProcess(name, command.apply(port).run(), port);
        Thread.ofVirtual().name(name).start(server::readOutput);
        if (server.awaitAnswer()) {
          return server;
        }
        server.close();
        failure = server.output();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while " + name + " started", e);
      }
    }
    throw new IllegalStateException(name + " did not start:\n" + failure);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private boolean awaitAnswer() throws InterruptedException {
    for (var connect = 0; connect < CONNECTS_MAX; connect++) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(LOOPBACK, port));
        return process.isAlive();
      } catch (IOException notYet) {
        if (process.waitFor(CONNECT_EVERY_MS, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
    }
    return false;
  }

  /// Also keeps the process from waiting for somebody to read.
  private void readOutput() {
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (lastLines) {
          lastLines.addLast(line);
          if (lastLines.size() > LINES_KEPT) {
            lastLines.removeFirst();
          }
        }
      }
    } catch (IOException closed) {
      // The process is over.
    }
  }

  private String output() {
    synchronized (lastLines) {
      return String.join("\n", lastLines);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public String toString() {
    return name + " at " + endpoint();
  }
}
