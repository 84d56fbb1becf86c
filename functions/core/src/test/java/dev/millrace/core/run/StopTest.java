package dev.millrace.core.run;

import static dev.millrace.core.plan.NeedEnd.FAILED;
import static dev.millrace.core.run.DagSpec.dag;
import static dev.millrace.core.run.Expectation.assigns;
import static dev.millrace.core.run.Expectation.assignsNothing;
import static dev.millrace.core.run.Expectation.cancelsOutside;
import static dev.millrace.core.run.Expectation.changesNothing;
import static dev.millrace.core.run.Expectation.endsRun;
import static dev.millrace.core.run.Expectation.leaves;
import static dev.millrace.core.run.Expectation.runGoesOn;
import static dev.millrace.core.run.Expectation.stops;
import static dev.millrace.core.run.Expectation.wakesIn;
import static dev.millrace.core.run.Expectation.wakesNobody;
import static dev.millrace.core.run.Happening.cancelRequested;
import static dev.millrace.core.run.Happening.due;
import static dev.millrace.core.run.Happening.failed;
import static dev.millrace.core.run.Happening.interrupted;
import static dev.millrace.core.run.Happening.parked;
import static dev.millrace.core.run.Happening.succeeded;
import static dev.millrace.core.run.Tale.given;
import static dev.millrace.core.run.TaskSpec.task;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.core.plan.TriggerRule;
import dev.millrace.core.run.TaskSpec.Condition;
import org.junit.jupiter.api.Test;

/// Cancel, failFast and the run's timeout.
class StopTest {
  @Test
  void a_cancel_ends_what_has_not_started_and_waits_for_what_runs() {
    given(dag(task("a"), task("b").needs("a")))
        .dispatched("a")
        .when(cancelRequested())
        .then(
            stops(StopCause.CANCEL),
            leaves("b", TaskState.CANCELLED),
            leaves("a", TaskState.DISPATCHED),
            runGoesOn())
        .when(interrupted("a"))
        .then(leaves("a", TaskState.CANCELLED), endsRun(RunStatus.CANCELLED));
  }

  @Test
  void what_ends_by_itself_after_a_cancel_keeps_its_end() {
    given(dag(task("a"), task("b"), task("c").needs("a")))
        .when(cancelRequested())
        .when(succeeded("a"), failed("b", "E"))
        .then(
            leaves("a", TaskState.SUCCEEDED),
            leaves("b", TaskState.FAILED),
            leaves("c", TaskState.CANCELLED),
            endsRun(RunStatus.CANCELLED));
  }

  @Test
  void a_cancelled_run_retries_nothing() {
    given(dag(task("a").retry(3, ofSeconds(1)), task("b").retry(3, ofSeconds(1))))
        .when(failed("a", "E"))
        .then(leaves("a", TaskState.RETRYING))
        .when(cancelRequested())
        .then(leaves("a", TaskState.CANCELLED))
        .when(failed("b", "E"))
        .then(leaves("b", TaskState.FAILED), endsRun(RunStatus.CANCELLED));
  }

  @Test
  void what_is_parked_is_cancelled_outside_as_well() {
    given(dag(task("a"), task("m").map(2)))
        .when(parked("a"), parked("m[1]"), succeeded("m[0]"))
        .when(cancelRequested())
        .then(
            leaves("a", TaskState.CANCELLED),
            leaves("m[1]", TaskState.CANCELLED),
            leaves("m", TaskState.CANCELLED),
            cancelsOutside("a", 1),
            cancelsOutside("m[1]", 1),
            endsRun(RunStatus.CANCELLED));
  }

  @Test
  void what_parks_after_the_stop_is_cancelled_outside() {
    given(dag(task("a")))
        .when(cancelRequested())
        .when(parked("a"))
        .then(leaves("a", TaskState.CANCELLED), cancelsOutside("a", 1));
  }

  @Test
  void instances_that_have_not_started_are_cancelled_and_the_others_report() {
    given(dag(task("m").map(4).concurrency(2)))
        .dispatched("m[0]", "m[1]")
        .when(cancelRequested())
        .then(leaves("m[2]", TaskState.CANCELLED), leaves("m", TaskState.DISPATCHED))
        .when(succeeded("m[0]"), succeeded("m[1]"))
        .then(leaves("m", TaskState.CANCELLED), endsRun(RunStatus.CANCELLED));
  }

  @Test
  void a_map_whose_instances_all_succeeded_after_all_is_a_success() {
    given(dag(task("m").map(2)))
        .when(cancelRequested())
        .when(succeeded("m[0]"), succeeded("m[1]"))
        .then(leaves("m", TaskState.SUCCEEDED), endsRun(RunStatus.CANCELLED));
  }

  @Test
  void cancel_again_changes_nothing() {
    var tale = given(dag(task("a"))).when(cancelRequested());
    var before = tale.state();
    tale.when(cancelRequested()).then(changesNothing(before));
  }

  @Test
  void cleanup_tasks_run_after_a_cancel_when_something_before_them_started() {
    given(
            dag(
                task("make"),
                task("use").needs("make"),
                task("drop").needs("make", "use").trigger(TriggerRule.ALL_SUCCESS).cleanup(),
                task("late").needs("use"),
                task("drop_late").needs("late").cleanup()))
        .when(cancelRequested())
        .then(leaves("drop", TaskState.WAITING), leaves("drop_late", TaskState.CANCELLED))
        .when(interrupted("make"))
        .then(assigns("drop"), runGoesOn())
        .when(succeeded("drop"))
        .then(endsRun(RunStatus.CANCELLED));
  }

  @Test
  void a_cleanup_task_that_is_at_work_goes_on_and_is_retried() {
    given(
            dag(
                task("make"),
                task("drop").needs("make").cleanup().retry(1, ofSeconds(1)),
                task("more").needs("make")))
        .when(succeeded("make"))
        .dispatched("drop", "more")
        .when(cancelRequested())
        .when(failed("drop", "E"), interrupted("more"))
        .then(leaves("drop", TaskState.RETRYING), runGoesOn())
        .later(ofSeconds(1))
        .when(due())
        .then(assigns("drop"))
        .when(succeeded("drop"))
        .then(endsRun(RunStatus.CANCELLED));
  }

  @Test
  void a_cleanup_task_still_asks_its_condition() {
    given(dag(task("make"), task("drop").needs("make").cleanup().when(Condition.FALSE)))
        .when(cancelRequested())
        .when(interrupted("make"))
        .then(leaves("drop", TaskState.SKIPPED), endsRun(RunStatus.CANCELLED));
  }

  @Test
  void cleanup_tasks_behind_cleanup_tasks_run_in_turn() {
    given(dag(task("a"), task("x").needs("a").cleanup(), task("y").needs("x").cleanup()))
        .when(cancelRequested())
        .when(interrupted("a"))
        .then(assigns("x"))
        .when(failed("x", "E"))
        .then(assigns("y"))
        .when(succeeded("y"))
        .then(endsRun(RunStatus.CANCELLED));
  }

  @Test
  void fail_fast_stops_at_the_first_failure_that_nothing_handles() {
    given(dag(task("a"), task("b"), task("c").needs("b")).failFast())
        .dispatched("a", "b")
        .when(failed("a", "E"))
        .then(stops(StopCause.FAIL_FAST), leaves("c", TaskState.CANCELLED), runGoesOn())
        .when(succeeded("b"))
        .then(endsRun(RunStatus.FAILED));
  }

  @Test
  void fail_fast_waits_for_retries() {
    given(dag(task("a").retry(1, ofSeconds(1)), task("b")).failFast())
        .when(failed("a", "E"))
        .then(leaves("a", TaskState.RETRYING), leaves("b", TaskState.DISPATCHED), runGoesOn());
  }

  @Test
  void fail_fast_leaves_allowed_failures_alone() {
    given(dag(task("a").allowFailure(), task("b")).failFast())
        .when(failed("a", "E"))
        .then(runGoesOn())
        .when(succeeded("b"))
        .then(endsRun(RunStatus.SUCCEEDED));
  }

  @Test
  void fail_fast_waits_for_the_task_that_is_there_for_the_failure() {
    given(dag(task("a"), task("fix").needsOn("a", FAILED), task("b")).failFast())
        .when(failed("a", "E"))
        .then(assigns("fix"), runGoesOn())
        .when(succeeded("fix"))
        .when(succeeded("b"))
        .then(endsRun(RunStatus.SUCCEEDED));
  }

  @Test
  void fail_fast_stops_when_the_task_that_was_there_for_the_failure_does_not_help() {
    given(
            dag(
                    task("a"),
                    task("fix").needsOn("a", FAILED).when(Condition.FALSE),
                    task("b"),
                    task("c").needs("b"))
                .failFast())
        .when(failed("a", "E"))
        .then(stops(StopCause.FAIL_FAST), leaves("c", TaskState.CANCELLED));
  }

  @Test
  void a_run_that_takes_too_long_is_stopped() {
    given(dag(task("a"), task("b").needs("a")).timeout(ofMinutes(10)))
        .then(wakesIn(ofMinutes(10)))
        .later(ofMinutes(10))
        .when(due())
        .then(stops(StopCause.TIMEOUT), leaves("b", TaskState.CANCELLED), wakesNobody())
        .when(interrupted("a"))
        .then(endsRun(RunStatus.TIMED_OUT));
  }

  @Test
  void a_long_timeout_of_the_run_costs_no_wake() {
    given(dag(task("a")).timeout(ofMinutes(16)))
        .then(wakesNobody())
        .later(ofMinutes(16))
        .when(due())
        .then(stops(StopCause.TIMEOUT));
  }

  @Test
  void a_run_whose_time_is_over_is_not_stopped_before_somebody_looks() {
    given(dag(task("a"), task("b").needs("a")).timeout(ofMinutes(10)))
        .later(ofMinutes(11))
        .when(succeeded("a"))
        .then(assigns("b"));
  }

  /// A DAG with failFast that is cancelled must not look as if something had failed in it: the word
  /// that workers find says why it stands there (found by seed 1845).
  @Test
  void a_stop_that_workers_find_first_keeps_its_cause() {
    given(dag(task("a"), task("b").needs("a")).failFast())
        .when(_ -> new Event.StopFound(StopCause.CANCEL), interrupted("a"))
        .then(stops(StopCause.CANCEL), endsRun(RunStatus.CANCELLED));
  }

  @Test
  void a_cancel_in_the_same_decision_wins_over_a_start() {
    given(dag(task("a"), task("b").needs("a").when(Condition.TRUE)))
        .when(succeeded("a"), cancelRequested())
        .then(assignsNothing(), leaves("b", TaskState.CANCELLED), endsRun(RunStatus.CANCELLED));
  }
}
