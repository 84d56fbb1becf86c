package dev.millrace.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Fails in every way and repeats the whole request in its answers.
final class EchoServer implements AutoCloseable {
  /// Each a way to answer.
  static final List<String> PATHS =
      List.of(
          "ok",
          "http_401",
          "http_500",
          "slow",
          "badbody",
          "unexpected",
          "lost",
          "far",
          "poll",
          "gone");

  private final HttpServer server;
  private final ServerSocket insecure;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<String> received = new CopyOnWriteArrayList<>();

  private EchoServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    insecure = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var _ = threads.submit(this::refuseTls);
  }

  static EchoServer started() {
    try {
      return new EchoServer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /// Where no TLS is spoken, though the address says so.
  String insecureUrl() {
    return "https://127.0.0.1:" + insecure.getLocalPort();
  }

  private void refuseTls() {
    while (!insecure.isClosed()) {
      try (var socket = insecure.accept()) {
        var _ = socket.getInputStream().read();
        socket.getOutputStream().write("HTTP/1.1 400 no\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      } catch (IOException _) {
        // closed by either side
      }
    }
  }

  /// All requests as they came.
  String received() {
    return String.join("\n", received);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var said =
          exchange.getRequestURI() + " " + new TreeMap<>(exchange.getRequestHeaders()) + body;
      received.add(said);
      answer(exchange, exchange.getRequestURI().getPath(), said);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, String path, String said)
      throws IOException, InterruptedException {
    switch (path) {
      case "/http_401" -> send(exchange, 401, "text/plain", said);
      case "/http_500" -> send(exchange, 500, "text/plain", said);
      case "/slow" -> over.await();
      case "/badbody" -> send(exchange, 200, "application/json", said);
      case "/unexpected" -> send(exchange, 200, "text/plain", said);
      case "/lost" -> {
        exchange.sendResponseHeaders(200, 10_000);
        exchange.getResponseBody().write(said.getBytes(StandardCharsets.UTF_8));
      }
      case "/far" -> {
        exchange
            .getResponseHeaders()
            .set("Location", url("/http_500").replace("127.0.0.1", "localhost"));
        exchange.sendResponseHeaders(307, -1);
      }
      case "/poll" -> {
        var query = exchange.getRequestURI().getRawQuery();
        exchange.getResponseHeaders().set("Location", "/http_401?" + (query == null ? "" : query));
        send(exchange, 202, "application/json", "{}");
      }
      case "/token" ->
          send(exchange, 200, "application/json", "{\"access_token\": \"pl4nted-token-6c\"}");
      default -> send(exchange, 200, "application/json", "{}");
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    over.countDown();
    try {
      insecure.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.stop(0);
    threads.close();
  }
}
