package dev.millrace.testkit.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Redrive;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.Engine;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.Ports;
import dev.millrace.engine.RetryRun;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.action.ThreadedActions;
import dev.millrace.engine.admission.Places;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.integrations.wait.WaitKind;
import dev.millrace.testkit.memory.CountedIds;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySecrets;
import dev.millrace.testkit.proxy.PortProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The bound of a DAG's open runs holds, however late somebody does what was to be done long ago.
class LatePlacesTest {
  private static final DagName DAG = new DagName("orders");
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

  private Runnable beforeItBegins = () -> {};
  private final InMemoryHost host = new InMemoryHost(() -> NOW);
  private final Engine engine =
      new Engine(
          new Ports(
              host.dags(),
              PortProxy.of(RunStore.class, host.runs(), this::answer),
              host.payloads(),
              host.entries(),
              new InMemorySecrets(),
              host.dispatch(),
              host.results(),
              host.timers(),
              host.schedules(),
              host.deadLetters(),
              () -> NOW,
              new CountedIds(),
              0),
          List.of(new WaitKind()),
          new CallbackTokens(new byte[CallbackTokens.KEY_BYTES], "https://host.example"),
          () -> new ThreadedActions(() -> NOW));

  @BeforeEach
  void put() {
    engine
        .putDag()
        .put(
            Optional.of(DAG),
            "orders.yaml",
            "{dag: orders, concurrency: {runs: 1}, tasks: {rest: {wait: {for: 1h}}}}");
  }

  @Test
  void an_end_of_before_a_redrive_that_is_told_late_takes_no_place_away() {
    start("one");
    handleAll();
    cancel("one");
    var ended = load("one");
    reopen("one");
    assertThat(load("one").state().status()).isEqualTo(RunStatus.RUNNING);

    places().leave(ended);
    start("two");
    handleAll();

    assertThat(load("two").state().status()).isEqualTo(RunStatus.QUEUED);
  }

  @Test
  void whoever_saw_a_place_of_before_a_redrive_begins_nothing() {
    beforeItBegins =
        () -> {
          beforeItBegins = () -> {};
          handleAll();
          cancel("one");
          start("two");
          reopen("one");
        };
    start("one");
    handleAll();

    assertThat(load("one").state().epoch()).isEqualTo(1);
    assertThat(load("one").state().status()).isEqualTo(RunStatus.QUEUED);
    assertThat(load("two").state().status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void an_end_that_is_told_late_takes_nobody_out_of_the_queue() {
    start("one");
    start("two");
    cancel("two");
    var ended = load("two");
    reopen("two");

    places().leave(ended);
    cancel("one");

    assertThat(load("two").state().status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void the_bound_of_a_removed_dag_holds_whoever_stands_before_all_others() {
    start("one");
    start("two");
    start("three");
    var key = new EntryKey(EntryKind.QUEUED_RUN, DAG.text(), "2000!orders.gone");
    var gone = JsonNodeFactory.instance.objectNode().put("run", "orders.gone").put("epoch", 0);
    host.entries().put(key, EntryStore.NONE, gone, Optional.empty());
    assertThat(host.dags().remove(DAG)).isTrue();

    cancel("one");

    assertThat(List.of(load("two").state().status(), load("three").state().status()))
        .containsExactlyInAnyOrder(RunStatus.RUNNING, RunStatus.QUEUED);
  }

  @Test
  void a_run_that_was_removed_and_still_stands_in_the_queue_lifts_no_bound() {
    var key = new EntryKey(EntryKind.QUEUED_RUN, DAG.text(), "2000!orders.gone");
    var gone = JsonNodeFactory.instance.objectNode().put("run", "orders.gone").put("epoch", 0);
    host.entries().put(key, EntryStore.NONE, gone, Optional.empty());
    start("one");
    host.entries().put(key, EntryStore.NONE, gone, Optional.empty());
    start("two");
    handleAll();

    assertThat(load("one").state().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(load("two").state().status()).isEqualTo(RunStatus.QUEUED);
  }

  private void start(String name) {
    var input = JsonNodeFactory.instance.objectNode();
    var request = new StartRun.Request(DAG, Optional.of(name), input, OptionalInt.empty());
    assertThat(engine.startRun().start(request, invocation()))
        .isInstanceOf(StartRun.Start.Started.class);
  }

  private void cancel(String name) {
    engine.cancelRun().cancel(RunId.named(DAG, name), invocation());
    handleAll();
    assertThat(load(name).state().isSettled()).isTrue();
  }

  private void reopen(String name) {
    var request =
        new RetryRun.Request(
            RunId.named(DAG, name),
            new Redrive.Selection.Named(Set.of(new TaskName("rest"))),
            Optional.empty(),
            RetryRun.Version.SAME);
    assertThat(engine.retryRun().retry(request, invocation()))
        .isInstanceOf(RetryRun.Retry.Reopened.class);
  }

  private Places places() {
    return new Places(
        host.entries(), host.runs(), host.dags(), engine.plans(), host.dispatch(), () -> NOW);
  }

  private @Nullable Object answer(PortProxy.Call call) {
    if (call.name().equals("put")
        && call.argument(0) instanceof RunRecord record
        && record.state().status() == RunStatus.RUNNING) {
      beforeItBegins.run();
    }
    return call.proceed();
  }

  private RunRecord load(String name) {
    return host.runs().load(RunId.named(DAG, name)).orElseThrow();
  }

  private static Invocation invocation() {
    return new Invocation("call", NOW.plusSeconds(60), 0);
  }

  private void handleAll() {
    try {
      handleVisible();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void handleVisible() throws InterruptedException {
    var queue = host.lane(Lane.SHORT);
    for (var visible = queue.visible(); !visible.isEmpty(); visible = queue.visible()) {
      for (var id : visible) {
        var delivery = queue.receive(id, Duration.ofMinutes(2)).orElseThrow();
        engine.executeAssignment().handle(delivery.messageId(), delivery.message(), invocation());
        queue.acknowledge(delivery.receipt());
      }
    }
  }
}
