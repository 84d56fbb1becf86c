package dev.millrace.testkit.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Stands for SSM Parameter Store on the loopback address: GetParameter, and PutParameter without
/// overwriting, as their API references have them.
public final class LoopbackParameterStore implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ConcurrentHashMap<String, String> parameters = new ConcurrentHashMap<>();

  private record Answer(int status, JsonNode body) {
    static Answer error(String type) {
      return new Answer(400, JsonNodeFactory.instance.objectNode().put("__type", type));
    }
  }

  /// Starts one without parameters; it answers when this returns.
  public LoopbackParameterStore() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
      server.createContext("/", this::serve);
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it answers.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// The value of a parameter, if it was put.
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /// Keeps a parameter, as its owner does beforehand.
  public void keep(String name, String value) {
    parameters.put(name, value);
  }

  private void serve(HttpExchange exchange) throws IOException {
    var request = JSON.readTree(exchange.getRequestBody());
    var target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    var answer =
        switch (target) {
          case "AmazonSSM.GetParameter" -> get(request);
          case "AmazonSSM.PutParameter" -> put(request);
          default -> Answer.error("UnknownOperationException");
        };
    var body = answer.body().toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Answer get(JsonNode request) {
    var name = request.path("Name").asText();
    var value = parameters.get(name);
    if (value == null) {
      return Answer.error("ParameterNotFound");
    }
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("Parameter").put("Name", name).put("Type", "SecureString").put("Value", value);
    return new Answer(200, body);
  }

  private Answer put(JsonNode request) {
    if (request.path("Overwrite").asBoolean(true)
        || !request.path("Type").asText().equals("SecureString")) {
      return Answer.error("AccessDeniedException");
    }
    var before =
        parameters.putIfAbsent(request.path("Name").asText(), request.path("Value").asText());
    return before == null
        ? new Answer(200, JsonNodeFactory.instance.objectNode().put("Version", 1))
        : Answer.error("ParameterAlreadyExists");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
