package dev.millrace.aws.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Stands for Secrets Manager and SSM Parameter Store on the loopback address: their answers and
/// errors by the API references of GetSecretValue and GetParameter.
final class LoopbackSecretStores implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, ObjectNode> secrets = new HashMap<>();
  private final Map<String, String> parameters = new HashMap<>();
  private final List<JsonNode> asked = new ArrayList<>();
  private final Deque<Refusal> refusals = new ArrayDeque<>();

  /// What the store says instead of a value.
  record Refusal(int status, String type) {}

  LoopbackSecretStores() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
      server.createContext("/", this::answer);
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  synchronized void keepSecret(String id, String text) {
    secrets.put(id, JsonNodeFactory.instance.objectNode().put("SecretString", text));
  }

  synchronized void keepBinarySecret(String id) {
    secrets.put(id, JsonNodeFactory.instance.objectNode().put("SecretBinary", "AQID"));
  }

  synchronized void keepParameter(String name, String text) {
    parameters.put(name, text);
  }

  synchronized void failNext(int status, String type) {
    refusals.add(new Refusal(status, type));
  }

  /// The bodies of all requests.
  synchronized List<JsonNode> asked() {
    return List.copyOf(asked);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = JSON.readTree(exchange.getRequestBody());
      asked.add(body);
      var refusal = refusals.poll();
      if (refusal != null) {
        send(exchange, refusal);
        return;
      }
      var action = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      switch (action) {
        case "secretsmanager.GetSecretValue" -> {
          var secret = secrets.get(body.path("SecretId").asText());
          if (secret == null) {
            send(exchange, new Refusal(400, "ResourceNotFoundException"));
          } else {
            send(exchange, 200, secret);
          }
        }
        case "AmazonSSM.GetParameter" -> {
          var value = parameters.get(body.path("Name").asText());
          if (value == null) {
            send(exchange, new Refusal(400, "ParameterNotFound"));
          } else {
            // Without decryption a SecureString is unreadable.
            var text = body.path("WithDecryption").asBoolean() ? value : "AQICAH...";
            var answer = JsonNodeFactory.instance.objectNode();
            answer.putObject("Parameter").put("Type", "SecureString").put("Value", text);
            send(exchange, 200, answer);
          }
        }
        case null, default -> send(exchange, new Refusal(400, "UnknownOperationException"));
      }
    }
  }

  private static void send(HttpExchange exchange, Refusal refusal) throws IOException {
    send(
        exchange,
        refusal.status(),
        JsonNodeFactory.instance
            .objectNode()
            .put("__type", refusal.type())
            .put("message", "planted-4711"));
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
