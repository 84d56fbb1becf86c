package dev.millrace.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.RunId;
import dev.millrace.local.Gate;
import dev.millrace.local.TestHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the API's calls do when they are asked rightly.
class ApiTest {
  private static final String TWO =
      """
      dag: two
      description: One after the other.
      tags: [small]
      tasks:
        one: {pass: "${ input.word }"}
        two: {needs: [one], pass: "${ tasks.one.output }!"}
      """;
  private static final String GATED = "dag: gated\ntasks: {wait: {gate: {}}}\n";

  @TempDir Path data;
  private final Gate gate = new Gate(true);
  private TestHost host;
  private ApiClient api;

  @BeforeEach
  void open() {
    host = TestHost.start(data, gate);
    api = new ApiClient(host.port());
  }

  @AfterEach
  void close() {
    gate.open();
    host.close();
  }

  @Test
  void the_api_describes_itself() throws IOException {
    var reply = api.get("/openapi.json");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.json().at("/paths/~1health/get/operationId").isTextual()).isTrue();
  }

  @Test
  void a_dag_is_stored_read_listed_and_removed() throws IOException {
    var put = api.put("/dags/two", TWO);
    assertThat(put.status()).isEqualTo(201);
    assertThat(put.header("Location")).isEqualTo("/dags/two");
    assertThat(put.json()).hasToString("{\"dag\":\"two\",\"version\":1}");

    assertThat(api.put("/dags/two", TWO).status()).isEqualTo(200);
    var next = api.put("/dags/two", TWO.replace("!", "?"));
    assertThat(next.json().path("version").asInt()).isEqualTo(2);

    var read = api.get("/dags/two?version=1").json();
    assertThat(read.path("document").asText()).isEqualTo(TWO);
    assertThat(read.path("description").asText()).isEqualTo("One after the other.");
    assertThat(read.path("tags").toString()).isEqualTo("[\"small\"]");
    assertThat(read.path("tasks").asInt()).isEqualTo(2);
    assertThat(api.get("/dags/two").json().path("version").asInt()).isEqualTo(2);
    var listed = api.get("/dags").json().path("dags");
    assertThat(listed).hasSize(1);
    assertThat(listed.at("/0/dag").asText()).isEqualTo("two");
    assertThat(listed.at("/0/version").asInt()).isEqualTo(2);
    assertThat(listed.at("/0/tasks").asInt()).isEqualTo(2);
    assertThat(listed.at("/0/description").asText()).isEqualTo("One after the other.");

    assertThat(api.delete("/dags/two").status()).isEqualTo(204);
    assertThat(api.get("/dags/two").status()).isEqualTo(404);
    assertThat(api.get("/dags").json()).hasToString("{\"dags\":[]}");
  }

  @Test
  void a_document_may_be_json_too() throws IOException {
    var json = "{\"dag\": \"two\", \"tasks\": {\"one\": {\"pass\": 1}}}";
    assertThat(api.send("PUT", "/dags/two", ApiClient.JSON, json).status()).isEqualTo(201);
  }

  @Test
  void a_run_is_started_once_under_its_name() throws IOException, InterruptedException {
    api.put("/dags/two", TWO);
    var body = "{\"name\": \"first\", \"input\": {\"word\": \"hello\"}}";

    var started = api.post("/dags/two/runs", body);
    assertThat(started.status()).isEqualTo(201);
    assertThat(started.header("Location")).isEqualTo("/runs/two.first");
    host.end(new RunId("two.first"));

    var again = api.post("/dags/two/runs", body);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(again.json().at("/output/two").asText()).isEqualTo("hello!");

    var other = api.post("/dags/two/runs", body.replace("hello", "bye"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.detail()).contains("two.first", "another input");
  }

  @Test
  void without_a_name_each_start_is_another_run() throws IOException {
    api.put("/dags/two", TWO);
    var some = api.ask("POST", "/dags/two/runs").json().path("run").asText();
    var other = api.post("/dags/two/runs", "{}").json().path("run").asText();
    assertThat(some).startsWith("two.").isNotEqualTo(other);
  }

  @Test
  void a_run_is_shown_with_its_tasks_in_the_order_of_the_document()
      throws IOException, InterruptedException {
    api.put("/dags/two", TWO);
    api.post("/dags/two/runs", "{\"name\": \"a\", \"input\": {\"word\": \"x\"}}");
    host.end(new RunId("two.a"));

    var run = api.get("/runs/two.a?tasks=all").json();
    assertThat(names(run)).containsExactly("one", "two");
    assertThat(run.at("/tasks/1/output").asText()).isEqualTo("x!");
    assertThat(run.path("counts").toString()).isEqualTo("{\"SUCCEEDED\":2}");
    assertThat(run.path("startedAt").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    assertThat(api.get("/runs/two.a").json().has("tasks")).isFalse();
    assertThat(api.get("/runs/two.a/tasks/two").json().path("output").asText()).isEqualTo("x!");
  }

  @Test
  void tasks_come_in_pages_and_by_status() throws IOException, InterruptedException {
    api.put("/dags/two", TWO);
    api.post("/dags/two/runs", "{\"name\": \"a\"}");
    host.end(new RunId("two.a"));

    var first = api.get("/runs/two.a/tasks?limit=1").json();
    assertThat(names(first)).containsExactly("one");
    var second = api.get("/runs/two.a/tasks?limit=1&cursor=" + first.path("cursor").asText());
    assertThat(names(second.json())).containsExactly("two");
    assertThat(second.json().path("cursor").isNull()).isTrue();
    assertThat(names(api.get("/runs/two.a/tasks?status=FAILED").json())).isEmpty();
  }

  @Test
  void runs_are_listed_newest_first_in_pages_and_by_filters()
      throws IOException, InterruptedException {
    api.put("/dags/two", TWO);
    api.put("/dags/gated", GATED);
    for (var name : List.of("a", "b", "c")) {
      api.post("/dags/two/runs", "{\"name\": \"%s\"}".formatted(name));
      host.end(new RunId("two." + name));
    }
    api.post("/dags/gated/runs", "{\"name\": \"g\"}");

    assertThat(runs(api.get("/runs").json())).startsWith("gated.g").hasSize(4);
    assertThat(runs(api.get("/runs?status=RUNNING").json())).containsExactly("gated.g");
    assertThat(runs(api.get("/runs?to=2020-01-01T00:00:00Z").json())).isEmpty();
    var first = api.get("/runs?dag=two&limit=2").json();
    assertThat(runs(first)).containsExactly("two.c", "two.b");
    var second = api.get("/runs?dag=two&limit=2&cursor=" + first.path("cursor").asText()).json();
    assertThat(runs(second)).containsExactly("two.a");
    assertThat(second.path("cursor").isNull()).isTrue();
  }

  @Test
  void an_open_run_is_cancelled_and_only_then_removed() throws IOException, InterruptedException {
    api.put("/dags/gated", GATED);
    api.post("/dags/gated/runs", "{\"name\": \"g\"}");
    gate.awaitArrival();

    var early = api.delete("/runs/gated.g");
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.detail()).contains("RUNNING", "cancel");
    assertThat(api.ask("POST", "/runs/gated.g/cancel").status()).isEqualTo(200);
    host.end(new RunId("gated.g"));
    assertThat(api.ask("POST", "/runs/gated.g/cancel").status()).isEqualTo(200);
    assertThat(api.delete("/runs/gated.g").status()).isEqualTo(204);
    assertThat(api.get("/runs/gated.g").status()).isEqualTo(404);
  }

  @Test
  void an_ended_run_is_not_cancelled() throws IOException, InterruptedException {
    api.put("/dags/two", TWO);
    api.post("/dags/two/runs", "{\"name\": \"a\"}");
    host.end(new RunId("two.a"));
    assertThat(api.ask("POST", "/runs/two.a/cancel").status()).isEqualTo(409);
  }

  @Test
  void a_run_is_opened_again_from_named_tasks_with_another_input()
      throws IOException, InterruptedException {
    api.put("/dags/two", TWO);
    api.post("/dags/two/runs", "{\"name\": \"a\", \"input\": {\"word\": \"x\"}}");
    host.end(new RunId("two.a"));

    assertThat(api.ask("POST", "/runs/two.a/retry").status()).isEqualTo(409);
    var retry = "{\"from\": [\"one\"], \"input\": {\"word\": \"y\"}, \"version\": \"latest\"}";
    assertThat(api.post("/runs/two.a/retry", retry).status()).isEqualTo(200);
    host.end(new RunId("two.a"));
    assertThat(api.get("/runs/two.a").json().at("/output/two").asText()).isEqualTo("y!");
  }

  @Test
  void ids_are_understood_with_and_without_percent_encoding()
      throws IOException, InterruptedException {
    api.put("/dags/two", TWO);
    host.end(host.run("two", "a"));
    assertThat(api.get("/runs/%74wo%2Ea/tasks/o%6ee").status()).isEqualTo(200);
    assertThat(api.get("/runs/two%40none").detail()).contains("no run can have that id");
    assertThat(api.get("/runs/two@20261123T060000Z").detail())
        .isEqualTo(api.get("/runs/two%4020261123T060000Z").detail());
  }

  @Test
  void a_document_is_validated_without_being_stored() throws IOException {
    var wrong = api.send("POST", "/validate", ApiClient.YAML, "dag: two\ntasks: {}\n");
    assertThat(wrong.status()).isEqualTo(200);
    assertThat(wrong.json().at("/problems/0/line").asInt()).isEqualTo(2);
    assertThat(wrong.json().at("/problems/0/mend").asText()).isNotEmpty();
    var right = api.send("POST", "/validate", ApiClient.YAML, TWO);
    assertThat(right.json()).hasToString("{\"problems\":[]}");
    assertThat(api.get("/dags/two").status()).isEqualTo(404);
  }

  @Test
  void the_host_says_what_tasks_can_do_and_that_it_is_well() throws IOException {
    assertThat(api.get("/actions").json().findValuesAsText("action"))
        .containsExactlyInAnyOrder(
            "approval",
            "callback",
            "dag",
            "databricks_job",
            "fail",
            "gate",
            "github_workflow",
            "http",
            "lambda",
            "pass",
            "slack_message",
            "tasks",
            "wait");
    assertThat(api.get("/health").json()).hasToString("{\"status\":\"ok\"}");
  }

  @Test
  void head_is_get_without_the_body() throws IOException {
    var reply = api.ask("HEAD", "/health");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Length")).isEqualTo("15");
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void a_connection_serves_many_requests() throws IOException {
    try (var connection = new Connection(host.port())) {
      for (var at = 0; at < 3; at++) {
        connection.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(connection.reply().status()).isEqualTo(200);
      }
    }
  }

  private static List<String> names(JsonNode run) {
    return texts(run.path("tasks"), "task");
  }

  private static List<String> runs(JsonNode page) {
    return texts(page.path("runs"), "run");
  }

  private static List<String> texts(JsonNode list, String field) {
    var texts = new ArrayList<String>();
    list.forEach(each -> texts.add(each.path(field).asText()));
    return texts;
  }
}
