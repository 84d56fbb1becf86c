package dev.millrace.integrations.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/// A server on loopback whose answers are bytes, so that they can be wrong in every way. A script
/// plays each connection; when it ends, the connection is closed.
final class RawServer implements AutoCloseable {
  private static final int BACKLOG = 50;

  private final ServerSocket listening;
  private final Script script;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();
  private final AtomicInteger connections = new AtomicInteger();

  private RawServer(ServerSocketFactory sockets, Script script) throws IOException {
    this.listening = sockets.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    this.script = script;
  }

  /// What the server does on a connection.
  interface Script {
    void play(Connection connection) throws IOException, InterruptedException;
  }

  static RawServer playing(Script script) {
    return playing(ServerSocketFactory.getDefault(), script);
  }

  static RawServer playing(ServerSocketFactory sockets, Script script) {
    try {
      var server = new RawServer(sockets, script);
      var _ = Thread.startVirtualThread(server::accept);
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The head of an answer.
  static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  /// Answers every request on every connection with the same text.
  static RawServer answering(String answer) {
    return playing(
        connection -> {
          while (connection.readRequest()) {
            connection.send(answer);
          }
        });
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  int port() {
    return listening.getLocalPort();
  }

  /// All requests as they came, head and body, in their order.
  List<String> requests() {
    return requests;
  }

  /// How many connections were taken.
  int connections() {
    return connections.get();
  }

  /// What went wrong in scripts.
  List<Throwable> faults() {
    return List.copyOf(faults);
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var socket = listening.accept();
        open.add(socket);
        var connection = new Connection(socket, connections.incrementAndGet());
        var _ = Thread.startVirtualThread(() -> play(connection));
      } catch (SocketException _) {
        return; // the server was closed
      } catch (IOException e) {
        faults.add(e);
      }
    }
  }

  private void play(Connection connection) {
    try (connection) {
      script.play(connection);
    } catch (SocketException _) {
      // the client has gone, as many scripts want it
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      faults.add(e);
    }
  }

  /// One connection, seen from the server.
  final class Connection implements AutoCloseable {
    private final Socket socket;
    private final int number;

    private Connection(Socket socket, int number) {
      this.socket = socket;
      this.number = number;
    }

    /// Counted from 1.
    int number() {
      return number;
    }

    /// Reads one request; false when the client has closed the connection instead.
    boolean readRequest() throws IOException {
      var in = socket.getInputStream();
      var head = readHead(in);
      if (head.isEmpty()) {
        return false;
      }
      var body = new String(in.readNBytes(contentLength(head)), StandardCharsets.UTF_8);
      requests.add(head + body);
      return true;
    }

    /// Waits for the first byte of whatever comes.
    void readOneByte() throws IOException {
      var _ = socket.getInputStream().read();
    }

    void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    /// Says that nothing more will come, as a server does that closes an idle connection.
    void finish() throws IOException {
      socket.shutdownOutput();
    }

    /// Closes so that the client sees a reset.
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }

    /// Waits until the client closes.
    void awaitEnd() throws IOException {
      var _ = socket.getInputStream().readAllBytes();
    }

    private static String readHead(InputStream in) throws IOException {
      var head = new ByteArrayOutputStream();
      var end = 0;
      while (end < 4) {
        var next = in.read();
        if (next < 0) {
          return "";
        }
        head.write(next);
        end = next == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : next == '\r' ? 1 : 0;
      }
      return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static int contentLength(String head) {
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
          .mapToInt(line -> Integer.parseInt(line.substring("content-length:".length()).strip()))
          .findFirst()
          .orElse(0);
    }
  }
}
