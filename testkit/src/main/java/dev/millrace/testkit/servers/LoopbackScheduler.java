package dev.millrace.testkit.servers;

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
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Stands for EventBridge Scheduler on the loopback address: creates, changes, gives, lists and
/// deletes schedules, and refuses what the real one refuses, by the API reference of
/// CreateSchedule. It has no clock; whoever tests says what time it is by [#fire]. Safe for any
/// number of threads.
public final class LoopbackScheduler implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z_.-]{1,64}");
  private static final Pattern TOKEN = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final int EXPRESSION_LENGTH_MAX = 256;

  // Six fields, of which one of the day fields is the question mark.
  private static final Pattern CRON =
      Pattern.compile(
          "cron\\([0-9,*/-]+ [0-9,*/-]+ (\\?|[0-9,*LW-]+) [0-9,*-]+ (\\?|[0-9,L#-]+) [0-9,*-]+\\)");

  private static final Pattern AT = Pattern.compile("at\\((.+)\\)");
  private static final Pattern SIGNED =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=[^/]+/\\d{8}/[a-z0-9-]+/scheduler/aws4_request, "
              + "SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}");

  private final HttpServer server;
  private final Map<String, Schedule> schedules = new LinkedHashMap<>();
  private final List<JsonNode> created = new ArrayList<>();

  /// A schedule.
  ///
  /// @param at when it fires; [Instant#MAX] for one with a cron expression, which [#fire] leaves
  /// @param request as it was sent
  public record Schedule(String group, String name, Instant at, ObjectNode request) {}

  /// What the server says no with.
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    RefusedException(int status, String type, String message) {
      super(message);
      this.status = status;
      this.type = type;
    }
  }

  private LoopbackScheduler(HttpServer server) {
    this.server = server;
  }

  /// Starts one on a free port.
  public static LoopbackScheduler start() {
    try {
      var http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
      var scheduler = new LoopbackScheduler(http);
      http.createContext("/", scheduler::answer);
      http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      http.start();
      return scheduler;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it answers.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// The schedules that are due by then, in the order of their making; those that delete
  /// themselves are gone.
  public synchronized List<Schedule> fire(Instant now) {
    var due = schedules.values().stream().filter(each -> !each.at().isAfter(now)).toList();
    for (var each : due) {
      if (each.request().path("ActionAfterCompletion").asText().equals("DELETE")) {
        schedules.remove(each.group() + "/" + each.name());
      }
    }
    return due;
  }

  /// The schedules that stand, in the order of their making.
  public synchronized List<Schedule> standing() {
    return List.copyOf(schedules.values());
  }

  /// The bodies of all requests to make one, whatever became of them.
  public synchronized List<JsonNode> asked() {
    return List.copyOf(created);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      try {
        send(exchange, 200, handle(exchange, body));
      } catch (RefusedException refused) {
        exchange.getResponseHeaders().add("x-amzn-ErrorType", refused.type);
        send(
            exchange,
            refused.status,
            JsonNodeFactory.instance.objectNode().put("Message", refused.getMessage()));
      }
    }
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private synchronized JsonNode handle(HttpExchange exchange, byte[] body)
      throws IOException, RefusedException {
    var signature = exchange.getRequestHeaders().getFirst("Authorization");
    if (signature == null || !SIGNED.matcher(signature).matches()) {
      throw new RefusedException(403, "AccessDeniedException", "not signed: " + signature);
    }
    var path = exchange.getRequestURI().getPath();
    if (path.equals("/schedules") && exchange.getRequestMethod().equals("GET")) {
      return listed(exchange);
    }
    if (!path.startsWith("/schedules/")) {
      throw new RefusedException(404, "ResourceNotFoundException", "no such path: " + path);
    }
    var name = path.substring("/schedules/".length());
    return switch (exchange.getRequestMethod()) {
      case "POST" -> create(name, (ObjectNode) JSON.readTree(body));
      case "PUT" -> {
        var request = (ObjectNode) JSON.readTree(body);
        var before = found(name, request.path("GroupName").asText("default"));
        schedules.put(before.group() + "/" + name, checked(name, request));
        yield arn(before.group(), name);
      }
      case "GET" -> found(name, group(exchange)).request();
      case "DELETE" -> {
        var schedule = found(name, group(exchange));
        schedules.remove(schedule.group() + "/" + name);
        yield JsonNodeFactory.instance.objectNode();
      }
      default -> throw invalid("no such method: " + exchange.getRequestMethod());
    };
  }

  private static String group(HttpExchange exchange) {
    return parameter(exchange, "groupName").orElse("default");
  }

  private static Optional<String> parameter(HttpExchange exchange, String name) {
    var query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    return Stream.of(query.split("&", -1))
        .filter(each -> each.startsWith(name + "="))
        .map(each -> each.substring(name.length() + 1))
        .findFirst();
  }

  /// All of a group on one page.
  private JsonNode listed(HttpExchange exchange) {
    var group = parameter(exchange, "ScheduleGroup");
    var answer = JsonNodeFactory.instance.objectNode();
    var list = answer.putArray("Schedules");
    for (var each : schedules.values()) {
      if (group.filter(each.group()::equals).isPresent() || group.isEmpty()) {
        list.addObject().put("Name", each.name()).put("GroupName", each.group());
      }
    }
    return answer;
  }

  private Schedule found(String name, String group) throws RefusedException {
    var schedule = schedules.get(group + "/" + name);
    if (schedule == null) {
      throw new RefusedException(
          404, "ResourceNotFoundException", "Schedule " + name + " does not exist.");
    }
    return schedule;
  }

  private static Schedule checked(String name, ObjectNode request) throws RefusedException {
    require(NAME.matcher(name).matches(), "name " + name);
    var window = request.path("FlexibleTimeWindow").path("Mode").asText();
    require(window.equals("OFF"), "FlexibleTimeWindow " + window);
    var zone = request.path("ScheduleExpressionTimezone").asText("UTC");
    require(ZoneId.getAvailableZoneIds().contains(zone), "time zone " + zone);
    var target = request.path("Target");
    require(target.path("Arn").asText().startsWith("arn:aws:"), "Target.Arn");
    require(target.path("RoleArn").asText().startsWith("arn:aws:iam::"), "Target.RoleArn");
    var expression = request.path("ScheduleExpression").asText();
    require(expression.length() <= EXPRESSION_LENGTH_MAX, "ScheduleExpression " + expression);
    var at = CRON.matcher(expression).matches() ? Instant.MAX : at(expression);
    return new Schedule(request.path("GroupName").asText("default"), name, at, request);
  }

  private JsonNode create(String name, ObjectNode request) throws RefusedException {
    created.add(request);
    var token = request.path("ClientToken").asText();
    require(TOKEN.matcher(token).matches(), "ClientToken " + token);
    var schedule = checked(name, request);
    var group = schedule.group();
    var there = schedules.get(group + "/" + name);
    if (there == null) {
      schedules.put(group + "/" + name, schedule);
    } else if (!there.request().path("ClientToken").asText().equals(token)) {
      throw new RefusedException(409, "ConflictException", "Schedule " + name + " already exists.");
    }
    return arn(group, name);
  }

  private static JsonNode arn(String group, String name) {
    return JsonNodeFactory.instance
        .objectNode()
        .put(
            "ScheduleArn",
            "arn:aws:scheduler:eu-west-1:111122223333:schedule/%s/%s".formatted(group, name));
  }

  private static Instant at(String expression) throws RefusedException {
    var at = AT.matcher(expression);
    require(at.matches(), "ScheduleExpression " + expression);
    try {
      return LocalDateTime.parse(at.group(1)).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw invalid("ScheduleExpression " + expression);
    }
  }

  private static void require(boolean holds, String what) throws RefusedException {
    if (!holds) {
      throw invalid(what);
    }
  }

  private static RefusedException invalid(String what) {
    return new RefusedException(400, "ValidationException", "Invalid request: " + what);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
