package dev.millrace.testkit.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.run.Redrive;
import dev.millrace.engine.Engine;
import dev.millrace.engine.RetryRun;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.admission.Places;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.integrations.wait.WaitKind;
import dev.millrace.testkit.host.WatchedHost;
import dev.millrace.testkit.proxy.PortProxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The bound of a DAG's open runs holds, however late somebody does what was to be done long ago.
class LatePlacesTest {
  private static final DagName DAG = new DagName("orders");
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

  private Runnable beforeItBegins = () -> {};
  private final WatchedHost host = new WatchedHost(() -> NOW, this::answer, new WaitKind());
  private final Engine engine = host.engine();

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
    host.handleAll();
    cancel("one");
    var ended = load("one");
    reopen("one");
    assertThat(load("one").state().status()).isEqualTo(RunStatus.RUNNING);

    places().leave(ended);
    start("two");
    host.handleAll();

    assertThat(load("two").state().status()).isEqualTo(RunStatus.QUEUED);
  }

  @Test
  void whoever_saw_a_place_of_before_a_redrive_begins_nothing() {
    beforeItBegins =
        () -> {
          beforeItBegins = () -> {};
          host.handleAll();
          cancel("one");
          start("two");
          reopen("one");
        };
    start("one");
    host.handleAll();

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
    host.memory().entries().put(key, EntryStore.NONE, gone, Optional.empty());
    assertThat(host.memory().dags().remove(DAG)).isTrue();

    cancel("one");

    assertThat(List.of(load("two").state().status(), load("three").state().status()))
        .containsExactlyInAnyOrder(RunStatus.RUNNING, RunStatus.QUEUED);
  }

  @Test
  void a_run_that_was_removed_and_still_stands_in_the_queue_lifts_no_bound() {
    var key = new EntryKey(EntryKind.QUEUED_RUN, DAG.text(), "2000!orders.gone");
    var gone = JsonNodeFactory.instance.objectNode().put("run", "orders.gone").put("epoch", 0);
    host.memory().entries().put(key, EntryStore.NONE, gone, Optional.empty());
    start("one");
    host.memory().entries().put(key, EntryStore.NONE, gone, Optional.empty());
    start("two");
    host.handleAll();

    assertThat(load("one").state().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(load("two").state().status()).isEqualTo(RunStatus.QUEUED);
  }

  private void start(String name) {
    assertThat(host.start(DAG, name, JsonNodeFactory.instance.objectNode()))
        .isInstanceOf(StartRun.Start.Started.class);
  }

  private void cancel(String name) {
    engine.cancelRun().cancel(RunId.named(DAG, name), host.invocation());
    host.handleAll();
    assertThat(load(name).state().isSettled()).isTrue();
  }

  private void reopen(String name) {
    var request =
        new RetryRun.Request(
            RunId.named(DAG, name),
            new Redrive.Selection.Named(Set.of(new TaskName("rest"))),
            Optional.empty(),
            RetryRun.Version.SAME);
    assertThat(engine.retryRun().retry(request, host.invocation()))
        .isInstanceOf(RetryRun.Retry.Reopened.class);
  }

  private Places places() {
    return new Places(
        host.memory().entries(),
        host.memory().runs(),
        host.memory().dags(),
        engine.plans(),
        host.memory().dispatch(),
        () -> NOW);
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
    return host.load(RunId.named(DAG, name));
  }
}
