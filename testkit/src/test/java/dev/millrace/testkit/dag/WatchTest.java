package dev.millrace.testkit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.core.run.Redrive;
import dev.millrace.core.run.RunState;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import dev.millrace.testkit.dag.RunHistory.WorkKey;
import dev.millrace.testkit.reference.Opening;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A fault of the engine does not pass unseen: what it must never write is written here, over what
/// a good run has left.
class WatchTest {
  private static final String DOCUMENT =
      """
      dag: d
      tasks:
        a: {pass: 1}
        b: {needs: [a], pass: 2}
      """;

  private final DagRun run = DagTest.ofText(DOCUMENT).run();
  private final VirtualHost host = run.host();
  private final RunRecord ended = host.runOf(new RunId(run.id())).orElseThrow();

  private void isSeen(String what) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> host.watch().verify())
        .withMessageStartingWith("Millrace broke its own rules; this is a fault of Millrace")
        .withMessageContaining(what);
  }

  private TaskRecord failure(String task, int attempt) {
    var content = new Content.Failed(ErrorName.TIMEOUT, "planted", Optional.empty());
    return new TaskRecord(
        new TaskName(task),
        OptionalInt.empty(),
        attempt,
        0,
        content,
        host.now(),
        host.now(),
        host.now(),
        "test",
        List.of());
  }

  @Test
  void a_good_run_breaks_nothing() {
    host.watch().verify();
    assertThat(ended.state().status().hasEnded()).isTrue();
  }

  @Test
  void a_second_outcome_is_seen() {
    host.watch().recorded(ended.run(), failure("a", 1));

    isSeen("a attempt 1 gets a second outcome");
  }

  @Test
  void an_action_that_is_executed_twice_is_seen() {
    var history = host.watch().history(ended.run());

    assertThat(
            history.started(
                WorkKey.of(new TaskName("a"), OptionalInt.empty()),
                Attempt.first(Work.of(0), 1),
                ended.state().epoch(),
                host.now()))
        .hasValueSatisfying(wrong -> assertThat(wrong).contains("is executed twice"));
  }

  @Test
  void a_run_that_is_opened_again_unasked_is_seen() {
    var definition = host.engine().plans().of(ended);
    var reopened =
        Redrive.reopen(
                definition.plan(),
                definition.plan(),
                ended.state(),
                new Redrive.Selection.Named(Set.of(new TaskName("a"))),
                host.now())
            .orElseThrow();

    host.watch().written(Optional.of(ended), ended.with(reopened, ended.nextCheck()));

    isSeen("the run was opened again while SUCCEEDED");
  }

  @Test
  void a_run_that_goes_back_to_its_beginning_is_seen() {
    var plan = host.engine().plans().of(ended).plan();
    var fresh = RunState.fresh(plan, 0, host.now());

    host.watch().written(Optional.of(ended), ended.with(fresh, ended.nextCheck()));

    isSeen(ended.run() + ": ");
  }

  @Test
  void an_end_that_the_attempts_do_not_explain_is_seen() {
    var definition = host.engine().plans().of(ended);
    var history = new RunHistory();
    history.recorded(failure("a", 1), ended.state().epoch());

    assertThat(EndCheck.disagreements(definition, ended, Opening.NEW, history, Set.of()))
        .contains("task a ended SUCCEEDED, reference FAILED");
  }
}
