package dev.millrace.integrations.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An ordinary HTTP server on loopback that keeps what it is sent. It is the JDK's, so that another
/// implementation of the protocol reads the requests.
public final class RecordingServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Recorded> requests = new CopyOnWriteArrayList<>();

  private RecordingServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  /// A request as it came.
  ///
  /// @param target path and query, not decoded
  /// @param headers the first value of each, names in small letters
  public record Recorded(String method, String target, Map<String, String> headers, String body) {
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /// Answers a request; it is closed afterwards.
  public interface Handler {
    void answer(HttpExchange exchange, Recorded request) throws IOException;
  }

  public static RecordingServer started() {
    try {
      return new RecordingServer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Answers below a path.
  public RecordingServer on(String path, Handler handler) {
    var _ =
        server.createContext(
            path,
            exchange -> {
              try (exchange) {
                handler.answer(exchange, record(exchange));
              }
            });
    return this;
  }

  /// Answers below a path with a text.
  public RecordingServer on(String path, int status, String type, String body) {
    return on(path, (exchange, _) -> send(exchange, status, type, body));
  }

  public static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (bytes.length == 0 || exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  static void redirect(HttpExchange exchange, int status, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    exchange.sendResponseHeaders(status, -1);
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public List<Recorded> requests() {
    return requests;
  }

  public Recorded onlyRequest() {
    if (requests.size() != 1) {
      throw new AssertionError("one request expected: " + requests);
    }
    return requests.getFirst();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private Recorded record(HttpExchange exchange) throws IOException {
    var headers = new TreeMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var recorded =
        new Recorded(
            exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
    requests.add(recorded);
    return recorded;
  }
}
