package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.ReadRun;
import dev.millrace.local.changes.RunWatch.News;
import dev.millrace.local.sqlite.Durability;
import dev.millrace.local.sqlite.SqliteStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// DAGs run to their ends on a host.
class LocalHostTest {
  @TempDir Path data;
  private final Gate gate = new Gate(true);
  private TestHost host;

  @BeforeEach
  void open() {
    host = TestHost.start(data, gate);
  }

  @AfterEach
  void close() {
    gate.open();
    host.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chain", "fan", "grid"})
  void every_task_of_a_shape_succeeds_once(String shape) throws InterruptedException {
    host.put(
        switch (shape) {
          case "chain" -> Shapes.chain(shape, 50);
          case "fan" -> Shapes.fan(shape, 500);
          default -> Shapes.grid(shape, 16, 16);
        });
    var run = host.run(shape, "a");
    assertThat(host.end(run).state().status()).isEqualTo(RunStatus.SUCCEEDED);
    for (var task : show(run).path("tasks")) {
      assertThat(task.path("status").asText()).isEqualTo("SUCCEEDED");
      assertThat(task.path("attempts").asInt()).isEqualTo(1);
    }
  }

  @Test
  void values_flow_through_expressions_conditions_and_maps() throws InterruptedException {
    host.put(
        """
        dag: flow
        tasks:
          numbers: {pass: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]}
          squares:
            needs: [numbers]
            map: {over: "${ tasks.numbers.output }"}
            pass: "${ item * item }"
          sum: {needs: [squares], pass: "${ $sum(tasks.squares.output) }"}
          large: {needs: [sum], when: "${ tasks.sum.output > 1000 }", pass: large}
          small: {needs: [sum], when: "${ tasks.sum.output <= 1000 }", pass: small}
        output: "${ [tasks.sum.output, tasks.small.output] }"
        """);
    var run = host.run("flow", "a");
    host.end(run);
    assertThat(show(run).path("output").toString()).isEqualTo("[819,\"small\"]");
    assertThat(show(run).path("counts").toString()).isEqualTo("{\"SKIPPED\":1,\"SUCCEEDED\":4}");
  }

  @Test
  void a_failure_is_retried_after_its_delay_and_then_fails_the_run() throws InterruptedException {
    host.put(
        """
        dag: failing
        tasks:
          bad:
            fail: {error: Some.Name, cause: on purpose}
            retry: {limit: 2, delay: 50ms, jitter: none}
          after: {needs: [bad], pass: never}
        """);
    var run = host.run("failing", "a");
    assertThat(host.end(run).state().status()).isEqualTo(RunStatus.FAILED);
    var shown = show(run);
    assertThat(shown.at("/tasks/0/attempts").asInt()).isEqualTo(3);
    assertThat(shown.at("/error/name").asText()).isEqualTo("Some.Name");
    assertThat(shown.at("/error/task").asText()).isEqualTo("bad");
    assertThat(shown.at("/tasks/1/status").asText()).isEqualTo("UPSTREAM_FAILED");
  }

  @Test
  void a_wait_parks_and_comes_back_in_time() throws InterruptedException {
    host.put("dag: waiting\ntasks: {nap: {wait: {for: 300ms}}, after: {needs: [nap], pass: 1}}\n");
    var run = host.run("waiting", "a");
    var record = host.end(run);
    assertThat(record.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(Duration.between(record.state().startedAt(), record.state().endedAt().orElseThrow()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(300));
  }

  @Test
  void an_attempt_ends_at_its_timeout() throws InterruptedException {
    host.put("dag: slow\ntasks: {stuck: {gate: {}, timeout: 200ms, retry: none}}\n");
    var run = host.run("slow", "a");
    gate.awaitArrival();
    assertThat(host.end(run).state().status()).isEqualTo(RunStatus.FAILED);
    assertThat(show(run).at("/error/name").asText()).isEqualTo("Timeout");
  }

  @Test
  void who_waits_for_an_end_is_told_that_there_is_none() throws InterruptedException {
    assertThat(host.host().awaitEnd(new RunId("no.such"), Duration.ofMinutes(1))).isEmpty();
    host.put("dag: gated\ntasks: {wait: {gate: {}}}\n");
    var run = host.run("gated", "a");
    assertThat(host.host().awaitEnd(run, Duration.ofMillis(1))).isEmpty();
  }

  @Test
  void a_watch_tells_of_writes_as_they_happen() throws InterruptedException {
    host.put("dag: gated\ntasks: {wait: {gate: {}}}\n");
    try (var watch = host.host().watch(new RunId("gated.a"))) {
      host.run("gated", "a");
      assertThat(watch.await(Duration.ZERO, Duration.ofMinutes(1)))
          .isInstanceOf(News.Changed.class);
      gate.awaitArrival();
      gate.open();
      var news = watch.await(Duration.ofMinutes(1), Duration.ofMinutes(1));
      assertThat(((News.Changed) news).record().orElseThrow().state().status())
          .isEqualTo(RunStatus.SUCCEEDED);
    }
  }

  @Test
  void nothing_stays_in_the_queues_once_runs_have_ended() throws InterruptedException {
    host.put(Shapes.fan("fan", 300));
    host.end(host.run("fan", "a"));
    host.close();
    try (var storage = SqliteStorage.open(data, new SystemClock(), Durability.NORMAL)) {
      assertThat(storage.dispatch().oldest(Lane.SHORT)).isEmpty();
      assertThat(storage.receivingResults().size()).isZero();
      assertThat(storage.runs().due(Instant.now().plus(Duration.ofDays(999)), 10)).isEmpty();
    }
  }

  @Test
  void a_host_that_never_started_closes_at_once(@TempDir Path other) {
    var opening = LocalHost.open(HostOptions.in(other).withApi("127.0.0.1", 0));
    ((LocalHost.Opening.Open) opening).host().close();
    TestHost.start(other).close();
  }

  private JsonNode show(RunId run) {
    return host.host().engine().readRun().show(run, ReadRun.Tasks.ALL).orElseThrow();
  }
}
