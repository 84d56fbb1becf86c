package dev.millrace.testkit.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.run.Redrive;
import dev.millrace.engine.Engine;
import dev.millrace.engine.RetryRun;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.integrations.wait.WaitKind;
import dev.millrace.testkit.host.WatchedHost;
import dev.millrace.testkit.proxy.PortProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Under `overlap: queue` the last tick that came in time waits, instead of those before it that
/// came in time too; what catchup brought, and what people opened again, keeps its place.
class WaitingTicksTest {
  private static final DagName DAG = new DagName("hourly");
  private static final Instant MIDNIGHT = Instant.parse("2026-11-23T00:00:00Z");
  private static final Duration WORK = Duration.ofMinutes(10);

  private Instant now = MIDNIGHT.plusSeconds(1_800);
  private int rewrites;
  private final WatchedHost host = new WatchedHost(() -> now, this::answer, new WaitKind());
  private final Engine engine = host.engine();

  @BeforeEach
  void put() {
    engine
        .putDag()
        .put(
            Optional.of(DAG),
            "hourly.yaml",
            "{dag: hourly, schedule: {rate: 1h, overlap: queue, catchup: all},"
                + " tasks: {rest: {wait: {for: 10m}}}}");
  }

  @Test
  void a_tick_that_comes_in_time_cancels_nothing_that_is_caught_up() {
    engine.actOnTicks().pause(DAG, host.invocation());
    now = at(5).plusSeconds(1_800);
    engine.actOnTicks().resume(DAG, host.invocation());
    host.handleAll();
    assertThat(statuses(1, 5))
        .containsExactly(
            RunStatus.RUNNING,
            RunStatus.QUEUED,
            RunStatus.QUEUED,
            RunStatus.QUEUED,
            RunStatus.QUEUED);

    tick(6);
    work(6);

    assertThat(statuses(1, 6)).containsOnly(RunStatus.SUCCEEDED);
  }

  @Test
  void a_tick_that_comes_in_time_cancels_nothing_that_was_opened_again() {
    tick(1);
    work(1);
    tick(2);
    host.handleAll();
    reopen(1);
    assertThat(statuses(1, 2)).containsExactly(RunStatus.QUEUED, RunStatus.RUNNING);

    tick(3);
    tick(4);
    work(3);

    assertThat(statuses(1, 4))
        .containsExactly(
            RunStatus.SUCCEEDED, RunStatus.SUCCEEDED, RunStatus.CANCELLED, RunStatus.SUCCEEDED);
  }

  @Test
  void only_the_last_waits_even_if_reconcile_writes_another_meanwhile() {
    tick(1);
    host.handleAll();
    tick(2);
    assertThat(statuses(1, 2)).containsExactly(RunStatus.RUNNING, RunStatus.QUEUED);

    rewrites = 3;
    tick(3);

    assertThat(rewrites).isZero();
    assertThat(statuses(1, 3))
        .containsExactly(RunStatus.RUNNING, RunStatus.CANCELLED, RunStatus.QUEUED);
  }

  /// Before a run is written as CANCELLED, somebody else writes it as it is, as reconcile does.
  private @Nullable Object answer(PortProxy.Call call) {
    if (rewrites > 0
        && call.name().equals("put")
        && call.argument(0) instanceof RunRecord record
        && record.state().status() == RunStatus.CANCELLED) {
      rewrites--;
      var standing = host.load(record.run());
      var looked = host.memory().runs().put(standing.with(standing.state().nextSeq(), now));
      assertThat(looked).isInstanceOf(RunStore.Writing.Stored.class);
    }
    return call.proceed();
  }

  private void tick(int hour) {
    now = at(hour);
    engine.actOnTicks().wake(DAG, Set.of(now), host.invocation());
  }

  private void reopen(int hour) {
    var rest = new Redrive.Selection.Named(Set.of(new TaskName("rest")));
    var request = new RetryRun.Request(run(hour), rest, Optional.empty(), RetryRun.Version.SAME);
    assertThat(engine.retryRun().retry(request, host.invocation()))
        .isInstanceOf(RetryRun.Retry.Reopened.class);
  }

  /// As long as so many runs take, one after another.
  private void work(int runs) {
    host.handleAll();
    for (var ended = 0; ended < runs; ended++) {
      now = now.plus(WORK);
      host.handleAll();
    }
  }

  private List<RunStatus> statuses(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(hour -> host.load(run(hour)).state().status())
        .toList();
  }

  private static RunId run(int hour) {
    return RunId.ofTick(DAG, at(hour), Optional.empty());
  }

  private static Instant at(int hour) {
    return MIDNIGHT.plus(Duration.ofHours(hour));
  }
}
