package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.store.RunRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The embedded host acts on schedules by its clock.
class ScheduledRunsTest {
  private static final DagName DAG = new DagName("once");
  private static final RunId RUN = new RunId("once@20260101T000000Z");

  /// Nothing here takes so long; a test that waits longer has failed.
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /// Missed before it was deployed, and caught up at once: no test waits for a clock.
  private static final String DOCUMENT =
      """
      dag: once
      schedule:
        at: "2026-01-01T00:00:00"
        start: 2025-12-31T00:00:00Z
        catchup: last
        input: {day: monday}
      tasks:
        a: {pass: "${ [input.day, run.tick] }"}
      """;

  @TempDir Path folder;

  @Test
  void a_tick_starts_its_run_with_the_input_of_the_schedule() throws InterruptedException {
    try (var host = open()) {
      host.start();
      put(host);
      var run = ended(host);
      assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(run.tick()).contains(Instant.parse("2026-01-01T00:00:00Z"));
      var shown = host.engine().readRun().show(run, ReadRun.Tasks.ALL);
      assertThat(shown.at("/output/a").toString())
          .isEqualTo("[\"monday\",\"2026-01-01T00:00:00Z\"]");
    }
  }

  @Test
  void what_was_due_is_due_after_a_restart() throws InterruptedException {
    try (var host = open()) {
      put(host); // and nobody acts on it
    }
    try (var host = open()) {
      host.start();
      assertThat(ended(host).state().status()).isEqualTo(RunStatus.SUCCEEDED);
    }
  }

  /// The run, once it is there and has ended.
  private static RunRecord ended(LocalHost host) throws InterruptedException {
    var end = System.nanoTime() + LONGEST.toNanos();
    try (var watch = host.watch(RUN)) {
      var run = host.runs().load(RUN);
      while (run.filter(record -> record.state().status().hasEnded()).isEmpty()) {
        var left = Duration.ofNanos(end - System.nanoTime());
        assertThat(left).isPositive();
        var _ = watch.await(left, left);
        run = host.runs().load(RUN);
      }
      return run.orElseThrow();
    }
  }

  private LocalHost open() {
    return switch (LocalHost.open(HostOptions.in(folder))) {
      case LocalHost.Opening.Open(var host) -> host;
      case LocalHost.Opening.Refused(var message) -> throw new AssertionError(message);
    };
  }

  private static void put(LocalHost host) {
    host.engine().putDag().put(Optional.of(DAG), "once.yaml", DOCUMENT);
  }
}
