package dev.millrace.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ticks, as EventBridge Scheduler sends them.
class StartHandlerTest {
  private static final String SCHEDULED =
      """
      dag: daily_orders
      schedule: {cron: "0 6 * * MON-FRI", timezone: Europe/Madrid}
      tasks: {only: {pass: 1}}
      """;

  private final TestStack stack = new TestStack();
  private final StartHandler handler = new StartHandler(stack.wiring);

  @Test
  void a_tick_starts_the_run_of_its_instant_once() throws IOException {
    stack.later(Duration.ofMinutes(-90));
    stack.put(SCHEDULED);
    stack.later(Duration.ofMinutes(90));
    stack.call(handler, EventFile.read("start-tick"));
    stack.call(handler, EventFile.read("start-tick"));
    stack.work();
    stack.call(handler, EventFile.read("start-tick"));

    var run = stack.run("daily_orders@20261123T050000Z");
    assertThat(run.tick()).contains(Instant.parse("2026-11-23T05:00:00Z"));
    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(String.join("\n", stack.metrics))
        .containsOnlyOnce("\"RunsStarted\":1")
        .containsOnlyOnce("\"Attempts\":1");
  }

  @Test
  void the_name_of_a_schedule_is_part_of_its_run() throws IOException {
    stack.later(Duration.ofMinutes(-90));
    stack.put(SCHEDULED.replace("{cron", "{name: nightly, cron"));
    stack.later(Duration.ofMinutes(90));
    var event = (ObjectNode) EventFile.read("start-tick");
    stack.call(handler, event.put("schedule", "nightly"));
    assertThat(stack.run("daily_orders@20261123T050000Z~nightly").run().dag().text())
        .isEqualTo("daily_orders");
  }

  @Test
  void a_dag_without_a_schedule_is_not_started() throws IOException {
    stack.put("dag: daily_orders\ntasks: {only: {pass: 1}}\n");
    stack.call(handler, EventFile.read("start-tick"));
    assertThat(stack.host.runs().load(new RunId("daily_orders@20261123T050000Z"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "no JSON",
        "{\"dag\":\"daily_orders\"}",
        "{\"dag\":\"daily_orders\",\"tick\":\"yesterday\"}",
        "{\"dag\":\"../x\",\"tick\":\"2026-11-23T05:00:00Z\"}",
        "{\"dag\":\"daily_orders\",\"tick\":\"2026-11-23T05:00:00Z\",\"schedule\":\"a b\"}",
        "{\"dag\":\"unknown\",\"tick\":\"2026-11-23T05:00:00Z\"}",
        "{\"detail-type\":\"Order Placed\",\"source\":\"com.example.shop\",\"dag\":\"daily_orders\"}",
        "{\"Records\":[]}",
        "{\"Records\":[{\"eventSource\":\"aws:kinesis\"}]}",
        "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"uploads\"}"
      })
  void what_asks_for_nothing_that_is_there_starts_nothing(String event) throws IOException {
    stack.put("dag: daily_orders\ntasks: {only: {pass: 1}}\n");
    stack.call(handler, event.getBytes(StandardCharsets.UTF_8));
    assertThat(stack.host.runs().due(Instant.MAX, 1)).isEmpty();
  }
}
