package dev.millrace.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Ticks for which nobody could be called, as reconcile finds them.
class ReconcileHandlerTest {
  private static final DagName DAG = new DagName("orders");
  private static final String HOURLY =
      """
      dag: orders
      schedule: {cron: "0 * * * *", overlap: allow}
      tasks: {only: {pass: 1}}
      """;

  private final TestStack stack = new TestStack();
  private final ReconcileHandler handler = new ReconcileHandler(stack.wiring);

  @Test
  void ticks_that_were_put_aside_make_their_runs_however_late() throws IOException {
    stack.put(HOURLY);
    stack.later(Duration.ofMinutes(210));
    stack.host.putAside(DAG, TestStack.BEGIN.plus(Duration.ofHours(2)));
    stack.host.putAside(DAG, TestStack.BEGIN.plus(Duration.ofHours(1)));
    stack.host.putAside(DAG, TestStack.BEGIN.plus(Duration.ofHours(1)));

    stack.call(handler, EventFile.read("reconcile"));
    stack.work();

    assertThat(stack.run("orders@20261123T070000Z").state().status())
        .isEqualTo(RunStatus.SUCCEEDED);
    assertThat(stack.run("orders@20261123T080000Z").state().status())
        .isEqualTo(RunStatus.SUCCEEDED);
    // Nobody says of this one that it should have come.
    assertThat(stack.host.runs().load(new RunId("orders@20261123T090000Z"))).isEmpty();
    assertThat(stack.host.deadCount()).isZero();
    assertThat(String.join("\n", stack.metrics)).contains("\"DeadLetters\":3");
  }

  @Test
  void a_tick_that_was_decided_meanwhile_and_one_of_a_dag_that_is_gone_make_nothing()
      throws IOException {
    stack.put(HOURLY);
    stack.later(Duration.ofHours(1));
    stack.call(handler, EventFile.read("reconcile"));
    stack.later(Duration.ofMinutes(2));
    stack.call(handler, EventFile.read("reconcile"));
    stack.work();
    var before = stack.run("orders@20261123T070000Z");
    stack.host.putAside(DAG, TestStack.BEGIN.plus(Duration.ofHours(1)));
    stack.host.putAside(new DagName("gone"), TestStack.BEGIN.plus(Duration.ofHours(1)));

    stack.call(handler, EventFile.read("reconcile"));
    stack.work();

    assertThat(stack.run("orders@20261123T070000Z")).isEqualTo(before);
    assertThat(stack.host.runs().load(new RunId("gone@20261123T070000Z"))).isEmpty();
    assertThat(stack.host.deadCount()).isZero();
  }

  @Test
  void a_tick_that_nobody_came_for_is_on_time_when_reconcile_finds_it_in_its_time()
      throws IOException {
    stack.put(HOURLY);
    stack.later(Duration.ofMinutes(62).plusSeconds(30));

    stack.call(handler, EventFile.read("reconcile"));

    assertThat(stack.run("orders@20261123T070000Z").tick())
        .contains(Instant.parse("2026-11-23T07:00:00Z"));
  }
}
