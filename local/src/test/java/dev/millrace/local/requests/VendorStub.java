package dev.millrace.local.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.engine.text.JsonText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Answers as the documentation of the vendors says, on loopback. Each path answers what it was
/// told to, one answer after the other, and the last again and again.
final class VendorStub implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, List<Answer>> answers = new HashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, CountDownLatch> awaited = new HashMap<>();

  /// What is answered.
  record Answer(int status, String body) {}

  /// What came.
  ///
  /// @param line method and path with query
  record Request(String line, String body) {
    JsonNode json() {
      return JsonText.read(body);
    }
  }

  VendorStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// One more answer of a path.
  synchronized VendorStub on(String path, int status, String body) {
    answers.computeIfAbsent(path, _ -> new ArrayList<>()).add(new Answer(status, body));
    awaited.computeIfAbsent(path, _ -> new CountDownLatch(1));
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var uri = exchange.getRequestURI();
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(new Request(exchange.getRequestMethod() + " " + uri, body));
      var answer = next(uri.getPath());
      var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
      awaited.getOrDefault(uri.getPath(), new CountDownLatch(1)).countDown();
    }
  }

  private synchronized Answer next(String path) {
    var all = answers.getOrDefault(path, List.of(new Answer(404, "{\"message\": \"Not Found\"}")));
    return all.size() > 1 ? all.removeFirst() : all.getFirst();
  }

  /// Waits until a path was asked for.
  void await(String path) throws InterruptedException {
    if (!Objects.requireNonNull(awaited.get(path)).await(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("nobody asked for " + path);
    }
  }

  /// All that came, in order.
  List<Request> requests() {
    return requests;
  }

  List<String> lines() {
    return requests.stream().map(Request::line).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
