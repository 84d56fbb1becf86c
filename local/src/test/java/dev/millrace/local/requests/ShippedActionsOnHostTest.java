package dev.millrace.local.requests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.RunId;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.connection.Connections;
import dev.millrace.local.TestHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The actions that come with Millrace, against servers that answer as their documentation says.
class ShippedActionsOnHostTest {
  @TempDir Path data;
  private TestHost host;
  private VendorStub vendor;

  @BeforeEach
  void open() throws IOException {
    vendor = new VendorStub();
    host = TestHost.start(data);
    for (var name : List.of("slack", "github", "databricks")) {
      var connection = "connection: %s\nbaseUrl: %s\n".formatted(name, vendor.url());
      assertThat(host.host().engine().connections().put(Optional.empty(), name, connection))
          .isInstanceOf(Connections.Putting.Added.class);
    }
  }

  @AfterEach
  void close() {
    host.close();
    vendor.close();
  }

  private RunId start(String task) {
    host.put("dag: d\ntasks:\n  a:\n" + task.indent(4));
    return host.run("d", "one");
  }

  private JsonNode end(RunId run) throws InterruptedException {
    host.end(run);
    return host.host().engine().readRun().show(run, ReadRun.Tasks.ALL).orElseThrow();
  }

  private static final String SLACK =
      """
      slack_message:
        channel: "#orders"
        text: "${ 'run ' & run.id }"
      output: "${ {'at': result} }"
      """;

  /// docs.slack.dev/reference/methods/chat.postMessage, "Example responses".
  @Test
  void slack_takes_a_message_and_gives_its_timestamp() throws InterruptedException {
    vendor.on(
        "/chat.postMessage",
        200,
        """
        {"ok": true, "channel": "C123ABC456", "ts": "1503435956.000247",
         "message": {"text": "Here's a message for you", "type": "message", "ts": "1503435956.000247"}}
        """);

    var run = end(start(SLACK));

    assertThat(run.path("output")).hasToString("{\"a\":{\"at\":\"1503435956.000247\"}}");
    var request = vendor.requests().getFirst();
    assertThat(request.line()).isEqualTo("POST /chat.postMessage");
    assertThat(request.json()).hasToString("{\"channel\":\"#orders\",\"text\":\"run d.one\"}");
  }

  @Test
  void an_error_inside_a_good_status_has_a_name_of_its_own() throws InterruptedException {
    vendor.on("/chat.postMessage", 200, "{\"ok\": false, \"error\": \"channel_not_found\"}");

    var run = end(start(SLACK));

    assertThat(run.at("/error/name").asText()).isEqualTo("Slack.channel_not_found");
    assertThat(run.at("/error/cause").asText())
        .isEqualTo("Slack refused the message: channel_not_found");
  }

  @Test
  void arguments_that_turn_out_wrong_send_nothing() throws InterruptedException {
    var run = end(start(SLACK.replace("\"${ 'run ' & run.id }\"", "\"${ 7 }\"")));

    assertThat(run.at("/error/name").asText()).isEqualTo("Arguments.Invalid");
    assertThat(run.at("/error/cause").asText()).contains("slack_message's /text");
    assertThat(vendor.requests()).isEmpty();
  }

  private static final String GITHUB =
      """
      github_workflow:
        {owner: octo-org, repo: octo-repo, workflow: release.yml, inputs: {level: high}, every: 1s}
      """;

  private static final String RUNS = "/repos/octo-org/octo-repo/actions/workflows/release.yml/runs";

  /// docs.github.com/en/rest/actions/workflows, workflow-runs: 204 names no run; the list shows it
  /// a little later; a run is `queued`, `in_progress`, `completed`.
  private void github(String conclusion) {
    vendor
        .on(RUNS.replace("/runs", "/dispatches"), 204, "")
        .on(RUNS, 200, "{\"total_count\": 0, \"workflow_runs\": []}")
        .on(
            RUNS,
            200,
            """
            {"total_count": 2, "workflow_runs": [
              {"id": 30433642, "event": "workflow_dispatch", "status": "queued", "conclusion": null,
               "display_title": "Release", "created_at": "2999-01-22T19:33:08Z"},
              {"id": 1, "event": "workflow_dispatch", "status": "completed", "conclusion": "success",
               "display_title": "Release", "created_at": "2020-01-22T19:33:08Z"}]}
            """)
        .on(
            "/repos/octo-org/octo-repo/actions/runs/30433642",
            200,
            "{\"id\": 30433642, \"status\": \"in_progress\", \"conclusion\": null}")
        .on(
            "/repos/octo-org/octo-repo/actions/runs/30433642",
            200,
            """
            {"id": 30433642, "status": "completed", "conclusion": "%s",
             "html_url": "https://github.com/octo-org/octo-repo/actions/runs/30433642"}
            """
                .formatted(conclusion));
  }

  @Test
  void github_is_started_its_run_found_and_waited_for() throws InterruptedException {
    github("success");

    var run = end(start(GITHUB));

    assertThat(run.at("/output/a"))
        .hasToString(
            "{\"id\":30433642,\"url\":\"https://github.com/octo-org/octo-repo/actions/runs/30433642\",\"conclusion\":\"success\"}");
    assertThat(vendor.requests().getFirst().json())
        .hasToString("{\"ref\":\"main\",\"inputs\":{\"level\":\"high\"}}");
    assertThat(vendor.lines()).noneMatch(line -> line.endsWith("/cancel"));
  }

  @Test
  void a_workflow_that_fails_fails_the_task_by_its_conclusion() throws InterruptedException {
    github("timed_out");

    var run = end(start(GITHUB));

    assertThat(run.at("/error/name").asText()).isEqualTo("GitHub.timed_out");
    assertThat(run.at("/error/cause").asText()).contains("/actions/runs/30433642");
  }

  private static final String DATABRICKS =
      """
      databricks_job:
        {job: 11223344, parameters: {day: "2026-11-23"}, every: 1s}
      """;

  /// docs.databricks.com/api/workspace/jobs: run-now gives `run_id`; `state` has `life_cycle_state`
  /// and, at the end, `result_state`.
  private void databricks(String result) {
    vendor
        .on("/api/2.1/jobs/run-now", 200, "{\"run_id\": 455644833, \"number_in_job\": 455644833}")
        .on(
            "/api/2.1/jobs/runs/get",
            200,
            "{\"run_id\": 455644833, \"state\": {\"life_cycle_state\": \"RUNNING\"}}")
        .on(
            "/api/2.1/jobs/runs/get",
            200,
            """
            {"run_id": 455644833, "run_page_url": "https://adb-1.7.azuredatabricks.net/?o=1#job/1/run/2",
             "state": {"life_cycle_state": "TERMINATED", "result_state": "%s", "state_message": "said so"}}
            """
                .formatted(result))
        .on("/api/2.1/jobs/runs/cancel", 200, "{}");
  }

  @Test
  void databricks_is_started_once_by_a_token_of_the_run_and_waited_for()
      throws InterruptedException {
    databricks("SUCCESS");

    var run = end(start(DATABRICKS));

    assertThat(run.at("/output/a/result").asText()).isEqualTo("SUCCESS");
    assertThat(run.at("/output/a/run").asLong()).isEqualTo(455644833);
    var sent = vendor.requests().getFirst().json();
    assertThat(sent.path("job_id").asLong()).isEqualTo(11223344);
    assertThat(sent.path("idempotency_token").asText()).matches("[0-9a-f]{32}");
    assertThat(sent.path("job_parameters")).hasToString("{\"day\":\"2026-11-23\"}");
    assertThat(vendor.lines()).contains("GET /api/2.1/jobs/runs/get?run_id=455644833");
    assertThat(vendor.lines()).noneMatch(line -> line.endsWith("/cancel"));
  }

  @Test
  void a_job_that_fails_fails_the_task_by_its_result() throws InterruptedException {
    databricks("FAILED");

    var run = end(start(DATABRICKS));

    assertThat(run.at("/error/name").asText()).isEqualTo("Databricks.FAILED");
    assertThat(run.at("/error/cause").asText()).startsWith("said so ");
  }

  @Test
  void cancelling_the_run_cancels_the_job() throws InterruptedException {
    databricks("SUCCESS");
    vendor.on("/api/2.1/jobs/runs/get", 200, "{\"state\": {\"life_cycle_state\": \"RUNNING\"}}");
    var run = start(DATABRICKS.replace("every: 1s", "every: 50s"));
    vendor.await("/api/2.1/jobs/runs/get");
    host.awaitFirst(run, "PARKED");

    host.host().engine().cancelRun().cancel(run, host.host().invocation());
    vendor.await("/api/2.1/jobs/runs/cancel");

    assertThat(vendor.requests().getLast().json()).hasToString("{\"run_id\":455644833}");
    assertThat(host.end(run).state().status().name()).isEqualTo("CANCELLED");
  }
}
