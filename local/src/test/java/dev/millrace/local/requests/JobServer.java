package dev.millrace.local.requests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Somebody else's server, with jobs: a POST starts one, a GET says how it stands, and it is done
/// after so many GETs.
final class JobServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
  private final AtomicInteger getsLeft;
  private final byte @Nullable [] body;

  private JobServer(int gets, byte @Nullable [] body) throws IOException {
    this.getsLeft = new AtomicInteger(gets);
    this.body = body;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /// Its jobs are done with the GET of that number.
  static JobServer doneAfter(int gets) throws IOException {
    return new JobServer(gets, null);
  }

  /// Answers every request with these bytes.
  static JobServer giving(byte[] body) throws IOException {
    return new JobServer(0, body);
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /// Method and path of all requests so far.
  List<String> requests() {
    return requests;
  }

  /// Waits for the next request and says what it was.
  String awaitRequest() throws InterruptedException {
    return arrived.take();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      var request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      requests.add(request);
      arrived.add(request);
      if (body != null) {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      } else if (request.startsWith("POST")) {
        exchange.getResponseHeaders().set("Location", "/jobs/7");
        exchange.sendResponseHeaders(202, -1);
      } else {
        var state = getsLeft.decrementAndGet() > 0 ? "RUNNING" : "DONE";
        var json = ("{\"state\": \"" + state + "\"}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, json.length);
        exchange.getResponseBody().write(json);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
