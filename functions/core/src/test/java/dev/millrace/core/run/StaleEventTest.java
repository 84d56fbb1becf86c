package dev.millrace.core.run;

import static dev.millrace.core.run.DagSpec.dag;
import static dev.millrace.core.run.Expectation.changesNothing;
import static dev.millrace.core.run.Expectation.leaves;
import static dev.millrace.core.run.Happening.answered;
import static dev.millrace.core.run.Happening.cancelRequested;
import static dev.millrace.core.run.Happening.due;
import static dev.millrace.core.run.Happening.failed;
import static dev.millrace.core.run.Happening.failure;
import static dev.millrace.core.run.Happening.parked;
import static dev.millrace.core.run.Happening.reported;
import static dev.millrace.core.run.Happening.startedAgain;
import static dev.millrace.core.run.Happening.succeeded;
import static dev.millrace.core.run.Tale.given;
import static dev.millrace.core.run.TaskSpec.task;
import static java.time.Duration.ZERO;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import org.junit.jupiter.api.Test;

/// Events that come twice, late or out of place: they change nothing, and that is the whole of
/// deduplication.
class StaleEventTest {
  @Test
  void the_same_outcome_again_changes_nothing() {
    var tale = given(dag(task("a"), task("b"))).dispatched("a");
    var outcome = tale.reportOf("a", new Outcome.Succeeded());
    tale.when(_ -> outcome);
    var before = tale.state();
    tale.when(_ -> outcome, _ -> outcome).then(changesNothing(before));
  }

  @Test
  void another_outcome_of_an_attempt_that_ended_changes_nothing() {
    var tale = given(dag(task("a"), task("b")));
    var outcome = tale.reportOf("a", new Outcome.Succeeded());
    tale.when(succeeded("a"));
    var before = tale.state();
    tale.when(reported(outcome.assignment(), outcome.attempt(), failure("WorkerLost", tale.now())))
        .then(changesNothing(before));
  }

  @Test
  void a_lost_worker_reported_late_does_not_touch_the_next_attempt() {
    var tale = given(dag(task("a").retry(1, ZERO)));
    var first = tale.reportOf("a", new Outcome.Succeeded());
    tale.when(failed("a", "E")).dispatched("a");
    var before = tale.state();
    tale.when(reported(first.assignment(), first.attempt(), failure("WorkerLost", tale.now())))
        .then(changesNothing(before));
  }

  @Test
  void an_outcome_under_another_assignment_changes_nothing() {
    var tale = given(dag(task("a")));
    var before = tale.state();
    tale.when(
            reported(new AssignmentId(9, 9), Attempt.first(Work.of(0), 1), new Outcome.Succeeded()))
        .then(changesNothing(before));
  }

  @Test
  void the_step_before_reported_again_does_not_end_the_one_that_runs() {
    var tale = given(dag(task("a")));
    var first = tale.reportOf("a", new Outcome.Succeeded());
    tale.when(Happening.parkedToWake("a", ZERO)).when(due()).dispatched("a");
    var before = tale.state();
    tale.when(_ -> first).then(changesNothing(before));
  }

  @Test
  void a_start_again_changes_nothing() {
    var tale = given(dag(task("a"), task("b").needs("a")));
    var before = tale.state();
    tale.when(startedAgain()).then(changesNothing(before));
  }

  @Test
  void an_answer_to_an_attempt_that_ended_changes_nothing() {
    var tale = given(dag(task("a"), task("b"))).when(parked("a")).when(answered("a", 1));
    var before = tale.state();
    tale.when(answered("a", 1)).then(changesNothing(before));
  }

  /// After a redrive another task may stand at the same place, and it may have as many attempts.
  @Test
  void an_answer_given_before_a_redrive_changes_nothing() {
    var tale = given(dag(task("a"), task("b"))).when(parked("a"));
    var before = tale.state();
    tale.when(
            _ ->
                new Event.Answered(
                    before.epoch() - 1, Attempt.first(Work.of(0), 1), new Outcome.Succeeded()))
        .then(changesNothing(before));
  }

  @Test
  void a_run_that_has_ended_ignores_everything() {
    var tale = given(dag(task("a"), task("b").needs("a"))).whenInTurn(succeeded("a"));
    var last = tale.reportOf("b", new Outcome.Succeeded());
    tale.when(succeeded("b"));
    var before = tale.state();
    tale.when(_ -> last, cancelRequested(), due(), startedAgain(), answered("a", 1))
        .then(changesNothing(before), leaves("b", TaskState.SUCCEEDED));
  }

  @Test
  void answers_to_questions_that_nobody_asked_change_nothing() {
    var tale = given(dag(task("a"), task("b").needs("a")));
    var before = tale.state();
    tale.when(
            _ -> new Event.MayStart(1),
            _ -> new Event.Skips(1),
            _ -> new Event.Expanded(1, 3),
            _ -> new Event.EvaluationFailed(1),
            tale0 -> new Event.HeartbeatSeen(Work.of(0), 1, tale0.now()))
        .then(changesNothing(before));
  }
}
