package dev.millrace.testkit.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.testkit.servers.EventSourceMapping.FailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/// Stands for an HTTP API on the loopback address: hands requests to functions in payload format
/// 2.0, the two open routes to one and all others, as if their caller were authorized, to another.
/// A function that fails makes it 502, as there.
public final class LoopbackHttpApi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern OPEN = Pattern.compile("/callbacks/[^/]+(/heartbeat)?");

  private final HttpServer server;
  private volatile EventSourceMapping.Function api = _ -> "{}";
  private volatile EventSourceMapping.Function callbacks = _ -> "{}";

  /// Starts one; it answers when this returns, with nothing before it is connected.
  public LoopbackHttpApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
      server.createContext("/", this::serve);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it answers.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Connects its routes.
  ///
  /// @param open takes `POST /callbacks/{token}` and `POST /callbacks/{token}/heartbeat`
  /// @param all takes all others
  public void connect(EventSourceMapping.Function all, EventSourceMapping.Function open) {
    api = all;
    callbacks = open;
  }

  private void serve(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var isOpen = exchange.getRequestMethod().equals("POST") && OPEN.matcher(path).matches();
    var event = event(exchange, path);
    if (!isOpen) {
      ((ObjectNode) event.path("requestContext"))
          .putObject("authorizer")
          .putObject("iam")
          .put("userArn", "arn:aws:sts::111122223333:assumed-role/operator/session");
    }
    try {
      send(exchange, JSON.readTree((isOpen ? callbacks : api).call(event.toString())));
    } catch (FailedException e) {
      exchange.sendResponseHeaders(502, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private static ObjectNode event(HttpExchange exchange, String path) throws IOException {
    var event = JsonNodeFactory.instance.objectNode();
    event.put("version", "2.0");
    event.put("rawPath", path);
    event.put(
        "rawQueryString", Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""));
    var headers = event.putObject("headers");
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    var context = event.putObject("requestContext");
    context.putObject("http").put("method", exchange.getRequestMethod()).put("path", path);
    context.put("stage", "$default");
    var body = exchange.getRequestBody().readAllBytes();
    if (body.length > 0) {
      event.put("body", Base64.getEncoder().encodeToString(body));
    }
    event.put("isBase64Encoded", body.length > 0);
    return event;
  }

  private static void send(HttpExchange exchange, JsonNode answer) throws IOException {
    answer
        .path("headers")
        .properties()
        .forEach(
            header ->
                exchange.getResponseHeaders().set(header.getKey(), header.getValue().asText()));
    var text = answer.path("body").asText();
    var body =
        answer.path("isBase64Encoded").asBoolean()
            ? Base64.getDecoder().decode(text)
            : text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(
        answer.path("statusCode").asInt(502), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
