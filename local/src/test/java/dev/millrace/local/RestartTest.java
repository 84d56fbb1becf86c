package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.engine.ReadRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A host that ends abruptly goes on at its next start.
class RestartTest {
  private static final String WORK =
      "dag: work\ntasks: {work: {gate: {}}, after: {needs: [work], pass: 1}}\n";

  @TempDir Path data;

  @Test
  void an_idempotent_action_that_was_lost_is_attempted_again_at_once() throws InterruptedException {
    var run = loseAtWork(new Gate(true));

    var gate = new Gate(true);
    gate.open();
    try (var host = TestHost.start(data, gate)) {
      assertThat(host.end(run).state().status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(gate.awaitArrival()).isEqualTo("work#2");
      assertThat(show(host, run).at("/tasks/0/attempts").asInt()).isEqualTo(2);
      assertThat(show(host, run).at("/tasks/1/status").asText()).isEqualTo("SUCCEEDED");
    }
  }

  @Test
  void an_action_that_must_not_be_repeated_ends_as_lost() throws InterruptedException {
    var run = loseAtWork(new Gate(false));

    var gate = new Gate(false);
    gate.open();
    try (var host = TestHost.start(data, gate)) {
      assertThat(host.end(run).state().status()).isEqualTo(RunStatus.FAILED);
      assertThat(show(host, run).at("/error/name").asText()).isEqualTo("WorkerLost");
      assertThat(show(host, run).at("/tasks/0/attempts").asInt()).isEqualTo(1);
    }
  }

  @Test
  void what_was_closed_in_order_goes_on_in_the_same_way() throws InterruptedException {
    var gate = new Gate(true);
    RunId run;
    try (var host = TestHost.start(data, gate)) {
      host.put(WORK);
      run = host.run("work", "a");
      gate.awaitArrival();
      // The action does not end: its call is interrupted and its message kept.
    }
    gate.open();
    try (var host = TestHost.start(data, gate)) {
      assertThat(host.end(run).state().status()).isEqualTo(RunStatus.SUCCEEDED);
    }
  }

  @Test
  void many_runs_cut_off_anywhere_all_end() throws InterruptedException {
    var runs = new ArrayList<RunId>();
    for (var start = 0; start < 5; start++) {
      var host = TestHost.start(data);
      host.put(Shapes.chain("chain", 30));
      host.put(Shapes.fan("fan", 60));
      for (var at = 0; at < 10; at++) {
        runs.add(host.run("chain", "c" + start + "-" + at));
        runs.add(host.run("fan", "f" + start + "-" + at));
      }
      host.kill();
    }
    try (var host = TestHost.start(data)) {
      for (var run : runs) {
        assertThat(host.end(run).state().status()).as("%s", run).isEqualTo(RunStatus.SUCCEEDED);
      }
    }
  }

  /// RUN said that it was to be woken for a retry, and the host ended before it sent the wake.
  @Test
  void a_wake_that_was_never_sent_comes_after_a_restart() throws Exception {
    RunId run;
    try (var host = TestHost.start(data)) {
      host.put(
          """
          dag: retrying
          tasks:
            flaky:
              fail: {error: Shop.Busy, cause: come back}
              retry: {limit: 1, delay: 4s, jitter: none}
          """);
      run = host.run("retrying", "a");
      host.awaitFirst(run, "RETRYING");
    }
    try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("millrace.db"));
        var statement = file.createStatement()) {
      assertThat(statement.executeUpdate("DELETE FROM messages")).isPositive();
    }
    try (var host = TestHost.start(data)) {
      assertThat(host.end(run).state().status()).isEqualTo(RunStatus.FAILED);
    }
  }

  @Test
  void a_folder_has_one_host_at_a_time() {
    try (var host = TestHost.start(data)) {
      assertThat(host.port()).isPositive();
      assertThat(LocalHost.open(HostOptions.in(data)))
          .isInstanceOfSatisfying(
              LocalHost.Opening.Refused.class,
              refused ->
                  assertThat(refused.message())
                      .contains(data.toString(), "in use by another Millrace"));
    }
  }

  @Test
  void a_port_has_one_host_at_a_time(@TempDir Path other) {
    try (var host = TestHost.start(data)) {
      var options = HostOptions.in(other).withApi("127.0.0.1", host.port());
      assertThat(LocalHost.open(options))
          .isInstanceOfSatisfying(
              LocalHost.Opening.Refused.class,
              refused ->
                  assertThat(refused.message())
                      .contains("port " + host.port(), "--port", "another `millrace local`"));
      // What was refused holds nothing.
      TestHost.start(other).close();
    }
  }

  @Test
  void callbacks_can_be_answered_after_a_restart_only_with_the_same_key() throws Exception {
    TestHost.start(data).close();
    var key = Files.readAllBytes(data.resolve("callback.key"));
    TestHost.start(data).close();
    assertThat(Files.readAllBytes(data.resolve("callback.key"))).isEqualTo(key).hasSize(32);

    Files.write(data.resolve("callback.key"), new byte[3]);
    assertThat(LocalHost.open(HostOptions.in(data)))
        .isInstanceOfSatisfying(
            LocalHost.Opening.Refused.class,
            refused -> assertThat(refused.message()).contains("callback.key", "3 bytes"));
  }

  private RunId loseAtWork(Gate gate) throws InterruptedException {
    var host = TestHost.start(data, gate);
    host.put(WORK);
    var run = host.run("work", "a");
    gate.awaitArrival();
    host.kill();
    return run;
  }

  private static JsonNode show(TestHost host, RunId run) {
    return host.host().engine().readRun().show(run, ReadRun.Tasks.ALL).orElseThrow();
  }
}
