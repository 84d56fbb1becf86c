package dev.millrace.testkit.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.engine.Engine;
import dev.millrace.engine.RemoveRun;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.integrations.pass.PassKind;
import dev.millrace.integrations.wait.WaitKind;
import dev.millrace.testkit.contract.Receiving.Delivery;
import dev.millrace.testkit.host.Crash;
import dev.millrace.testkit.host.WatchedHost;
import dev.millrace.testkit.proxy.PortProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Nothing that was left behind is lost, and nothing that cannot be looked at keeps the rest
/// waiting.
class RepairTest {
  private Instant now = Instant.parse("2026-11-23T06:00:00Z");
  private boolean endsAreTheLast;
  private final WatchedHost host =
      new WatchedHost(() -> now, this::answer, new WaitKind(), new PassKind());
  private final Engine engine = host.engine();

  @Test
  void a_run_that_is_removed_before_its_end_was_told_leaves_its_place() {
    put("orders", "concurrency: {runs: 1}, tasks: {a: {pass: 1}}");
    var one = start("orders", "one");
    endsAreTheLast = true;
    assertThatThrownBy(host::handleAll).isInstanceOf(Crash.class);
    endsAreTheLast = false;
    assertThat(host.load(one).state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(host.load(one).state().isSettled()).isFalse();

    assertThat(engine.removeRun().remove(one, host.invocation()))
        .isInstanceOf(RemoveRun.Removal.Removed.class);

    assertThat(host.load(start("orders", "two")).state().status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void a_run_that_cannot_be_read_keeps_no_other_from_being_repaired() {
    put("former", "tasks: {a: {pass: 1}}");
    put("later", "tasks: {a: {wait: {for: 1s}}}");
    var former = start("former", "one");
    now = now.plusSeconds(1);
    var later = start("later", "one");
    assertThat(lost()).extracting(DispatchMessage::run).containsExactlyInAnyOrder(former, later);
    now = now.plus(Duration.ofMinutes(5));

    var upgraded = host.engine(new WaitKind());

    assertThatThrownBy(() -> upgraded.reconcile().sweep(host.invocation()))
        .hasMessageContaining("1 could not be looked at")
        .cause()
        .hasMessageContaining("former version 1 is no longer read");
    assertThat(lost()).extracting(DispatchMessage::run).containsExactly(later);
  }

  @Test
  void ticks_of_a_long_pause_are_caught_up_in_calls_of_bounded_length() {
    var dag = new DagName("hourly");
    put("hourly", "schedule: {rate: 1h, catchup: all, limit: 1000}, tasks: {a: {pass: 1}}");
    engine.actOnTicks().pause(dag, host.invocation());
    now = now.plus(Duration.ofHours(900)).plusSeconds(1_800);

    engine.actOnTicks().resume(dag, host.invocation());
    assertThat(runsOf(dag)).isEqualTo(200);
    for (var wakes = host.memory().schedules().due(now);
        !wakes.isEmpty();
        wakes = host.memory().schedules().due(now)) {
      engine.actOnTicks().wake(dag, Optional.empty(), host.invocation());
    }

    assertThat(runsOf(dag)).isEqualTo(900);
  }

  /// Open ones, which all are while nobody works.
  private int runsOf(DagName dag) {
    return host.memory().runs().due(now.plus(Duration.ofDays(400)), 10_000).stream()
        .map(host::load)
        .filter(record -> record.dag().equals(dag))
        .toList()
        .size();
  }

  @Test
  void runs_that_wait_for_hours_are_looked_at_ever_more_seldom() {
    put("orders", "concurrency: {runs: 1}, tasks: {a: {wait: {for: 20h}}}");
    var _ = start("orders", "one");
    var waiting = start("orders", "two");
    host.handleAll();
    var looks = 0;
    for (var minute = 0; minute < 600; minute++) {
      now = now.plusSeconds(60);
      looks += host.memory().runs().due(now, 10).contains(waiting) ? 1 : 0;
      engine.reconcile().sweep(host.invocation());
    }
    assertThat(host.load(waiting).state().status()).isEqualTo(RunStatus.QUEUED);
    // After 2 minutes, 12, then after as long as it has waited: 24, 48, 96, 192, 384 minutes.
    assertThat(looks).isEqualTo(7);
  }

  private @Nullable Object answer(PortProxy.Call call) {
    var answer = call.proceed();
    if (endsAreTheLast
        && answer instanceof RunStore.Writing.Stored
        && call.argument(0) instanceof RunRecord record
        && record.state().status().hasEnded()) {
      throw new Crash("here");
    }
    return answer;
  }

  private void put(String dag, String document) {
    engine.putDag().put(Optional.empty(), dag, "{dag: " + dag + ", " + document + "}");
  }

  private RunId start(String dag, String name) {
    assertThat(host.start(new DagName(dag), name, JsonNodeFactory.instance.objectNode()))
        .isInstanceOf(StartRun.Start.Started.class);
    return RunId.named(new DagName(dag), name);
  }

  /// Messages that nobody handles and that come no more.
  private List<DispatchMessage> lost() {
    return host.takeVisible().stream().map(Delivery::message).toList();
  }
}
