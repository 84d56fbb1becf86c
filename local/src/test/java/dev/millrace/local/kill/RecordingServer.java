package dev.millrace.local.kill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Somebody else's server: notes every request that reaches it, and answers after a while, so that
/// many are under way when the host is killed.
final class RecordingServer implements AutoCloseable {
  private static final Duration ANSWERS_AFTER = Duration.ofMillis(30);

  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(1);
  private final HttpServer server;

  /// A request as its headers name it.
  ///
  /// @param task with the index of an instance
  record Seen(String method, String run, String task, String attempt) {
    /// The attempt that no other request may be of.
    String ofAttempt() {
      return run + " " + task + " #" + attempt;
    }

    /// The task or instance.
    String ofTask() {
      return run + " " + task;
    }
  }

  RecordingServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::note);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  private void note(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    seen.add(
        new Seen(
            exchange.getRequestMethod(),
            headers.getFirst("Millrace-Run"),
            headers.getFirst("Millrace-Task"),
            headers.getFirst("Millrace-Attempt")));
    exchange.getRequestBody().readAllBytes();
    var _ = later.schedule(() -> answer(exchange), ANSWERS_AFTER.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void answer(HttpExchange exchange) {
    try (exchange) {
      exchange.sendResponseHeaders(204, -1);
    } catch (IOException killed) {
      // Whoever asked is gone.
    } catch (UncheckedIOException killed) {
      // The same.
    }
  }

  /// All requests so far.
  Queue<Seen> seen() {
    return seen;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    later.shutdownNow();
  }
}
