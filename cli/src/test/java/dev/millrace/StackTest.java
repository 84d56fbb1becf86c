package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskState;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.template.LoopbackStack;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.ElasticMq;
import dev.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The packaged functions do what the embedded host does, also while their processes are killed.
@Tag("slow")
@ExtendWith(TestServers.class)
class StackTest {
  private static final Duration LONGEST = Duration.ofMinutes(3);

  /// Larger graphs of real workflows are left to the embedded host.
  private static final int TASKS_MAX = 200;

  /// Processes that are killed, each in the middle of something.
  private static final int KILLS = 8;

  private static final long SEED = 20_261_127;

  /// So divided, what a killed process leaves comes back within 15 s.
  private static final int PACE = 5;

  /// A call whose function was killed, or began too slowly, is made again so often.
  private static final int TRIES_MAX = 10;

  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}Z");

  private final HttpClient http = HttpClient.newHttpClient();

  /// A document, and the input of its run.
  private record Document(String dag, String text, JsonNode input) {}

  @Test
  void everything_ends_as_on_the_embedded_host(
      DynamoDbLocal dynamoDb, ElasticMq elasticMq, @TempDir Path folder) throws Exception {
    assumePacked();
    try (var stack = new LoopbackStack(dynamoDb, elasticMq, 1);
        var host = TestHost.on(folder)) {
      var documents = new ArrayList<>(examples(stack.api(), TASKS_MAX));
      documents.addAll(workflows(TASKS_MAX));
      documents.add(large());
      documents.sort(Comparator.comparing(StackTest::callsTheApi));
      var started = new LinkedHashMap<Document, RunId>();
      for (var document : documents) {
        put(stack, document);
        if (!callsTheApi(document)) {
          started.put(document, start(stack, document));
        }
      }
      for (var document : documents) {
        // Those that call the API come when others no longer keep it busy.
        var run = callsTheApi(document) ? start(stack, document) : of(started, document);
        if (document.text().contains("\n    callback:")) {
          answer(stack, run);
        }
        if (document.text().contains("\n    approval:")) {
          approve(stack, run);
        }
        var record = stack.await(run, StackTest::hasEnded, LONGEST);
        var there = onHost(host, document);
        assertThat(record.state().status().name())
            .as(document.dag() + " " + record.error())
            .isEqualTo(there.path("status").asText());
        assertThat(told(read(stack, run))).as(document.dag()).isEqualTo(told(there));
      }
      assertThat(stack.s3().paths()).isNotEmpty();
      // On a busy machine a process may take longer to begin than a caller waits.
      assertThat(stack.failures()).allMatch(failure -> failure.contains("ran into its timeout"));
      assertThat(stack.mistakes()).isEmpty();
      parksWithASchedule(stack);
    }
  }

  /// Longer than a queue may delay, so it takes a schedule.
  private void parksWithASchedule(LoopbackStack stack) throws Exception {
    var none = JsonNodeFactory.instance.objectNode();
    var document = new Document("later", "dag: later\ntasks: {rest: {wait: {for: 20m}}}\n", none);
    put(stack, document);
    var run = start(stack, document);
    stack.await(run, record -> record.state().wake().isPresent(), LONGEST);
    stack.await(run, _ -> !stack.scheduler().standing().isEmpty(), LONGEST);
    assertThat(ask(stack, "POST", "/runs/" + run + "/cancel", "").statusCode()).isEqualTo(200);
  }

  @Test
  void a_function_is_primed_before_its_snapshot(DynamoDbLocal dynamoDb, ElasticMq elasticMq)
      throws Exception {
    assumePacked();
    var event = Files.readString(SourceFile.root().resolve("events/awake-http.json"));
    try (var stack = new LoopbackStack(dynamoDb, elasticMq, 1);
        var function =
            stack.another(
                "dev.millrace.handlers.ApiHandler",
                List.of(LoopbackStack.jar()),
                Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"))) {
      assertThat(function.call(event)).contains("\"statusCode\":200");
      function.kill(0); // so that all is read that it wrote
      assertThat(function.output()).anyMatch(line -> line.contains("\"message\":\"primed\""));
    }
  }

  @Test
  void runs_end_rightly_while_processes_of_functions_are_killed(
      DynamoDbLocal dynamoDb, ElasticMq elasticMq) throws Exception {
    assumePacked();
    var documents = workflows(TASKS_MAX).stream().map(StackTest::patient).toList();
    assumeTrue(!documents.isEmpty(), "no graphs of workflows beside the repository");
    System.out.println("seed of the kills: " + SEED);
    try (var stack = new LoopbackStack(dynamoDb, elasticMq, PACE);
        var timer = Executors.newScheduledThreadPool(1)) {
      for (var document : documents) {
        put(stack, document);
      }
      var random = new Random(SEED);
      var kills = new AtomicInteger();
      var names = List.of("dispatch", "dispatch", "dispatch", "results", "api");
      stack.beforeEveryCall(
          () -> {
            synchronized (random) {
              if (kills.get() < KILLS && random.nextBoolean()) {
                kills.incrementAndGet();
                var function = stack.function(names.get(random.nextInt(names.size())));
                var which = function == stack.function("dispatch") ? random.nextInt(2) : 0;
                var _ =
                    timer.schedule(
                        () -> function.kill(which), random.nextInt(60), TimeUnit.MILLISECONDS);
              }
            }
          });
      var runs = new LinkedHashMap<Document, RunId>();
      for (var document : documents) {
        runs.put(document, start(stack, document));
      }
      for (var document : documents) {
        var record = stack.await(of(runs, document), StackTest::hasEnded, LONGEST);
        assertThat(record.state().status().name())
            .as(document.dag() + " " + record.error())
            .isEqualTo("SUCCEEDED");
      }
      assertThat(kills).hasValue(KILLS);
      assertThat(stack.failures()).anyMatch(failure -> failure.contains("the process ended"));
      assertThat(stack.mistakes()).isEmpty();
      stack.beforeEveryCall(() -> {});
      for (var document : documents) {
        var depths = new LinkedHashMap<String, Integer>();
        read(stack, of(runs, document))
            .path("tasks")
            .forEach(
                task -> depths.put(task.path("task").asText(), task.path("output").intValue()));
        assertThat(depths).as(document.dag()).isEqualTo(depthsOf(document));
      }
    }
  }

  /// The kills may all hit the same task, and it shall not matter.
  private static Document patient(Document document) {
    var json = (ObjectNode) TestHost.json(document.text());
    json.putObject("defaults").putObject("retry").put("limit", KILLS).put("delay", "100ms");
    return new Document(document.dag(), json.toString(), document.input());
  }

  private static Map<String, Integer> depthsOf(Document document) throws IOException {
    for (var file : RealWorkflow.files()) {
      var workflow = RealWorkflow.read(file);
      if (workflow.dagName().equals(document.dag())) {
        return workflow.depths();
      }
    }
    throw new IllegalArgumentException(document.dag());
  }

  private static void assumePacked() {
    assumeTrue(
        Files.isReadable(LoopbackStack.jar()),
        LoopbackStack.jar() + " is not there: build as far as `package`");
  }

  private static List<Document> examples(URI api, int most) throws IOException {
    var documents = new ArrayList<Document>();
    for (var file : ExampleDocument.files()) {
      var example = ExampleDocument.read(file);
      if (example.tasks().size() <= most) {
        var input = JsonNodeFactory.instance.objectNode();
        if (List.of("http", "http-poll").contains(example.name())) {
          input.put("api", api.toString());
        }
        var dag = example.text().replaceFirst("(?s).*?(?:^|\\n)dag: *(\\S+).*", "$1");
        documents.add(new Document(dag, example.text(), input));
      }
    }
    return documents;
  }

  private static List<Document> workflows(int most) throws IOException {
    var documents = new ArrayList<Document>();
    for (var file : RealWorkflow.files()) {
      var workflow = RealWorkflow.read(file);
      if (workflow.parents().size() <= most) {
        documents.add(
            new Document(
                workflow.dagName(),
                workflow.document().toString(),
                JsonNodeFactory.instance.objectNode()));
      }
    }
    return documents;
  }

  /// Its output does not fit into an item.
  private static Document large() {
    var random = new Random(SEED);
    var text = new StringBuilder();
    for (var at = 0; at < 60_000; at++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return new Document(
        "large",
        "dag: large\ntasks:\n  big: {pass: "
            + text
            + "}\n  size: {needs: [big], pass: \"${ $length(tasks.big.output) }\"}\n",
        JsonNodeFactory.instance.objectNode());
  }

  private void put(LoopbackStack stack, Document document) throws Exception {
    var type = document.text().startsWith("{") ? "application/json" : "application/yaml";
    var reply = send(stack, "PUT", "/dags/" + document.dag(), type, document.text());
    assertThat(reply.statusCode()).as(reply.body() + stack.failures()).isIn(200, 201);
  }

  /// As callers do: under a name, so that one who got no answer can ask again for the same run.
  private RunId start(LoopbackStack stack, Document document) throws Exception {
    var body = JsonNodeFactory.instance.objectNode().put("name", "stack");
    body.set("input", document.input());
    var path = "/dags/" + document.dag() + "/runs";
    var reply = ask(stack, "POST", path, body.toString());
    assertThat(reply.statusCode()).as(reply.body()).isIn(200, 201);
    return new RunId(TestHost.json(reply.body()).path("run").asText());
  }

  private void answer(LoopbackStack stack, RunId run) throws Exception {
    stack.await(run, StackTest::isParked, LONGEST);
    var task = TestHost.json(ask(stack, "GET", "/runs/" + run + "/tasks/release", "").body());
    var url = URI.create(task.path("callbackUrl").asText());
    assertThat(url.getHost()).isEqualTo(stack.api().getHost());
    var answer = "{\"status\": \"succeeded\", \"output\": {\"approved\": true}}";
    var reply = ask(stack, "POST", url.getPath(), answer);
    assertThat(reply.statusCode()).as(reply.body() + stack.failures()).isEqualTo(200);
  }

  private void approve(LoopbackStack stack, RunId run) throws Exception {
    stack.await(run, StackTest::isParked, LONGEST);
    var answer = "{\"choice\": \"approve\", \"form\": {\"hours\": 4}}";
    var reply = ask(stack, "POST", "/runs/" + run + "/tasks/ask/answer", answer);
    assertThat(reply.statusCode()).as(reply.body() + stack.failures()).isEqualTo(200);
  }

  private JsonNode read(LoopbackStack stack, RunId run) throws Exception {
    return TestHost.json(ask(stack, "GET", "/runs/" + run + "?tasks=all", "").body());
  }

  private HttpResponse<String> ask(LoopbackStack stack, String method, String path, String json)
      throws Exception {
    return send(stack, method, path, "application/json", json);
  }

  private HttpResponse<String> send(
      LoopbackStack stack, String method, String path, String type, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(stack.api() + path)).header("Content-Type", type);
    request.method(
        method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    var reply = http.send(request.build(), BodyHandlers.ofString());
    for (var tried = 1; reply.statusCode() == 502 && tried < TRIES_MAX; tried++) {
      reply = http.send(request.build(), BodyHandlers.ofString());
    }
    return reply;
  }

  private static JsonNode onHost(TestHost host, Document document) throws InterruptedException {
    var run = host.start(host.put(document.text()), "stack", document.input());
    if (document.text().contains("\n    callback:")) {
      host.awaitParked(run, "release");
      host.answer(run, "release", TestHost.json("{\"approved\": true}"));
    }
    if (document.text().contains("\n    approval:")) {
      host.awaitParked(run, "ask");
      host.approve(run, "ask", TestHost.json("{\"hours\": 4}"));
    }
    host.awaitEnd(run);
    return host.shown(run);
  }

  /// How a run and its tasks ended, and with what, without what differs from run to run: instants,
  /// who approved, and whether a task that was cancelled had begun.
  private static Map<String, String> told(JsonNode run) {
    var told = new LinkedHashMap<String, String>();
    told.put("", masked(run.path("output")));
    run.path("tasks")
        .forEach(
            task ->
                told.put(
                    task.path("task").asText(),
                    task.path("status").asText()
                        + " "
                        + masked(task.path("output"))
                        + " "
                        + task.path("error").path("name").asText().replace("Cancelled", "")));
    return told;
  }

  private static String masked(JsonNode output) {
    return INSTANT
        .matcher(output.toString())
        .replaceAll("INSTANT")
        .replaceAll("\"by\":\"[^\"]*\"", "\"by\":\"SOMEBODY\"");
  }

  private static boolean callsTheApi(Document document) {
    return document.input().has("api") || document.text().contains("${ callback.url }");
  }

  private static boolean hasEnded(RunRecord record) {
    return record.state().status().hasEnded();
  }

  private static boolean isParked(RunRecord record) {
    for (var task = 0; task < record.state().tasks().size(); task++) {
      if (record.state().tasks().state(task) == TaskState.PARKED) {
        return true;
      }
    }
    return false;
  }

  private static RunId of(Map<Document, RunId> runs, Document document) {
    var run = runs.get(document);
    if (run == null) {
      throw new IllegalStateException(document.dag() + " was not started");
    }
    return run;
  }
}
