package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Security Token Service, Lambda and an API behind IAM, on loopback. Each computes the signature
/// of every request anew, with the keys of whoever must have sent it.
public final class FakeAws implements AutoCloseable {
  public static final String REGION = "eu-central-1";
  public static final String TASK_ROLE = "arn:aws:iam::111122223333:role/task";
  public static final String ORDERS_ROLE = "arn:aws:iam::111122223333:role/orders";

  /// Who may use them.
  public record Keys(String id, String secret, String token) {}

  public static final Keys HOST = new Keys("AKIDHOST", "pl4nted-host-key/1a+2b=", "");
  public static final Keys TASK =
      new Keys("ASIATASK", "pl4nted-task-key/3c+4d=", "pl4nted-task-token/5e+6f=");
  public static final Keys ORDERS =
      new Keys("ASIAORDERS", "pl4nted-orders-key/7a+8b=", "pl4nted-orders-token/9c+0d=");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger throttled = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> mistakes = new CopyOnWriteArrayList<>();

  private FakeAws() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/sts", exchange -> answer(exchange, this::giveRole));
    server.createContext("/lambda", exchange -> answer(exchange, this::invoke));
    server.createContext("/api", exchange -> answer(exchange, this::orders));
    server.start();
  }

  public static FakeAws started() {
    try {
      return new FakeAws();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /// All that came, as method and target.
  public List<String> requests() {
    return requests;
  }

  /// What was wrong with them.
  public List<String> mistakes() {
    return mistakes;
  }

  private interface Answering {
    void answer(HttpExchange exchange, String body) throws IOException;
  }

  private void answer(HttpExchange exchange, Answering place) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      place.answer(exchange, new String(body, StandardCharsets.UTF_8));
    }
  }

  private void check(HttpExchange exchange, String body, Keys keys, String service) {
    var token = exchange.getRequestHeaders().getFirst("X-Amz-Security-Token");
    if (!keys.token().equals(token == null ? "" : token)) {
      mistakes.add(exchange.getRequestURI() + ": another token");
    }
    var problem =
        new SignatureCheck(keys.id(), keys.secret(), REGION, service)
            .problem(exchange, body.getBytes(StandardCharsets.UTF_8));
    if (!problem.isEmpty()) {
      mistakes.add(exchange.getRequestURI() + ": " + problem);
    }
  }

  /// The host takes the role of tasks, and nobody but that takes the other.
  private void giveRole(HttpExchange exchange, String body) throws IOException {
    var isTask = URLDecoder.decode(body, StandardCharsets.UTF_8).contains(TASK_ROLE);
    check(exchange, body, isTask ? HOST : TASK, "sts");
    var keys = isTask ? TASK : ORDERS;
    send(
        exchange,
        200,
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
        <SessionToken>%s</SessionToken><Expiration>%s</Expiration></Credentials>
        </AssumeRoleResult></AssumeRoleResponse>
        """
            .formatted(
                keys.id(),
                keys.secret(),
                keys.token(),
                Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS)));
  }

  private void orders(HttpExchange exchange, String body) throws IOException {
    check(exchange, body, ORDERS, "execute-api");
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    send(exchange, 200, "[1, 2]");
  }

  private void invoke(HttpExchange exchange, String body) throws IOException {
    check(exchange, body, TASK, "lambda");
    var answers = exchange.getResponseHeaders();
    answers.set("Content-Type", "application/json");
    answers.set("x-amzn-RequestId", "3f1c-request");
    var path = exchange.getRequestURI().getPath();
    var function = path.replaceFirst(".*/functions/", "").replaceFirst("/invocations$", "");
    var headers = exchange.getRequestHeaders();
    switch (function + " " + headers.getFirst("X-Amz-Invocation-Type")) {
      case "report RequestResponse" ->
          send(exchange, 200, "{\"rows\": %s}".formatted(json(body).path("n")));
      case "busy RequestResponse" -> {
        if (throttled.getAndIncrement() == 0) {
          answers.set("x-amzn-ErrorType", "TooManyRequestsException");
          send(exchange, 429, "{\"message\": \"Rate Exceeded.\"}");
        } else {
          send(exchange, 200, "\"free again\"");
        }
      }
      // It repeats what it should not know.
      case "broken RequestResponse" -> {
        answers.set("X-Amz-Function-Error", "Unhandled");
        var said = JSON.createObjectNode().put("errorType", "ValueError");
        send(exchange, 200, said.put("errorMessage", "no day " + headers.entrySet()).toString());
      }
      case "mail Event" -> {
        send(exchange, 202, "");
        var notify = json(body).path("notify").asText("");
        if (!notify.isEmpty()) {
          post(notify);
        }
      }
      default -> {
        answers.set("x-amzn-ErrorType", "ResourceNotFoundException");
        send(exchange, 404, "{\"Message\": \"Function not found: %s\"}".formatted(function));
      }
    }
  }

  private void post(String callback) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(callback))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"status\": \"succeeded\", \"output\": {\"sent\": true}}"))
            .build();
    try {
      var status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        mistakes.add("a callback was answered with " + status);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /// What the environment of a command holds that uses all this.
  public Map<String, String> environment() {
    return Map.of(
        "AWS_REGION", REGION,
        "AWS_ACCESS_KEY_ID", HOST.id(),
        "AWS_SECRET_ACCESS_KEY", HOST.secret(),
        "AWS_ENDPOINT_URL_STS", url("/sts"),
        "AWS_ENDPOINT_URL_LAMBDA", url("/lambda"),
        "MILLRACE_TASK_ROLE", TASK_ROLE);
  }

  /// A document of a connection to its own API, as the role of orders.
  public String connection() {
    return """
    connection: orders
    baseUrl: %s
    auth: {sigv4: {service: execute-api, region: eu-central-1, role: "%s"}}
    """
        .formatted(url("/api"), ORDERS_ROLE);
  }

  @Override
  public void close() {
    client.close();
    server.stop(0);
    threads.close();
  }
}
