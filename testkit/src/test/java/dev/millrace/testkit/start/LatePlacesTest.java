package dev.millrace.testkit.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
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
import dev.millrace.integrations.wait.WaitKind;
import dev.millrace.testkit.memory.CountedIds;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySecrets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The bound of a DAG's open runs holds, however late somebody does what was to be done long ago.
class LatePlacesTest {
  private static final DagName DAG = new DagName("orders");
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

  private final InMemoryHost host = new InMemoryHost(() -> NOW);
  private final Engine engine =
      new Engine(
          new Ports(
              host.dags(),
              host.runs(),
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
  void an_end_of_before_a_redrive_that_is_told_late_takes_no_place_away()
      throws InterruptedException {
    start("one");
    handleAll();
    engine.cancelRun().cancel(RunId.named(DAG, "one"), invocation());
    handleAll();
    var ended = load("one");
    assertThat(ended.state().isSettled()).isTrue();
    engine
        .retryRun()
        .retry(
            new RetryRun.Request(
                ended.run(),
                new Redrive.Selection.Failed(),
                Optional.empty(),
                RetryRun.Version.SAME),
            invocation());
    assertThat(load("one").state().status()).isEqualTo(RunStatus.RUNNING);

    new Places(host.entries(), host.runs(), host.dags(), engine.plans(), host.dispatch(), () -> NOW)
        .leave(ended);
    start("two");
    handleAll();

    assertThat(load("two").state().status()).isEqualTo(RunStatus.QUEUED);
  }

  @Test
  void a_run_that_was_removed_and_still_stands_in_the_queue_lifts_no_bound()
      throws InterruptedException {
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

  private RunRecord load(String name) {
    return host.runs().load(RunId.named(DAG, name)).orElseThrow();
  }

  private static Invocation invocation() {
    return new Invocation("call", NOW.plusSeconds(60), 0);
  }

  private void handleAll() throws InterruptedException {
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
