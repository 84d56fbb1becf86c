package dev.millrace.core.run;

import static dev.millrace.core.run.DagSpec.dag;
import static dev.millrace.core.run.Expectation.assigns;
import static dev.millrace.core.run.Expectation.assignsNothing;
import static dev.millrace.core.run.Expectation.attempts;
import static dev.millrace.core.run.Expectation.endsRun;
import static dev.millrace.core.run.Expectation.leaves;
import static dev.millrace.core.run.Expectation.recordsFailure;
import static dev.millrace.core.run.Expectation.runGoesOn;
import static dev.millrace.core.run.Happening.answered;
import static dev.millrace.core.run.Happening.failed;
import static dev.millrace.core.run.Happening.parked;
import static dev.millrace.core.run.Happening.succeeded;
import static dev.millrace.core.run.Tale.given;
import static dev.millrace.core.run.TaskSpec.task;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.core.run.TaskSpec.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How the instances of a mapped task make up the task.
class MapTest {
  @Test
  void a_map_over_nothing_succeeds_at_once() {
    given(dag(task("m").map(0), task("after").needs("m")))
        .then(leaves("m", TaskState.SUCCEEDED), assigns("after"));
  }

  @Test
  void a_mapped_task_ends_with_its_last_instance() {
    given(dag(task("m").map(2), task("after").needs("m")))
        .dispatched("m", "m[0]", "m[1]")
        .when(succeeded("m[1]"))
        .then(leaves("m", TaskState.DISPATCHED), leaves("after", TaskState.WAITING))
        .when(succeeded("m[0]"))
        .then(leaves("m", TaskState.SUCCEEDED), assigns("after"));
  }

  @Test
  void a_condition_is_asked_before_the_items() {
    given(dag(task("m").map(3).when(Condition.FALSE)))
        .then(leaves("m", TaskState.SKIPPED), assignsNothing(), endsRun(RunStatus.SUCCEEDED));
  }

  @Test
  void concurrency_bounds_the_instances_at_work() {
    given(dag(task("m").map(5).concurrency(2)))
        .then(assigns("m[0]", "m[1]"))
        .when(succeeded("m[0]"))
        .then(assigns("m[2]"))
        .when(succeeded("m[1]"), failed("m[2]", "E"))
        .then(leaves("m", TaskState.FAILED), assignsNothing());
  }

  @Test
  void a_parked_instance_keeps_its_place() {
    given(dag(task("m").map(3).concurrency(2)))
        .when(parked("m[0]"), succeeded("m[1]"))
        .then(assigns("m[2]"))
        .when(succeeded("m[2]"))
        .then(assignsNothing(), leaves("m", TaskState.DISPATCHED))
        .when(answered("m[0]", 1))
        .then(leaves("m", TaskState.SUCCEEDED));
  }

  @Test
  void an_instance_that_waits_for_its_retry_holds_no_place() {
    given(dag(task("m").map(2).concurrency(1).retry(1, ofSeconds(10))))
        .then(assigns("m[0]"))
        .when(failed("m[0]", "E"))
        .then(assigns("m[1]"));
  }

  @ParameterizedTest
  @CsvSource({"20, 5, 1", "19, 5, 0", "100, 29, 29", "3, 100, 3", "3, 33.4, 1", "0, 50, 0"})
  void a_percentage_of_failures_is_rounded_down(int instances, double percent, int tolerated) {
    assertThat(new MapPolicy.Percent(percent).of(instances)).isEqualTo(tolerated);
  }

  @Test
  void failures_up_to_the_tolerance_leave_the_task_a_success() {
    given(dag(task("m").map(3).tolerate(new MapPolicy.Count(2))))
        .when(failed("m[0]", "E"), failed("m[2]", "E"))
        .then(leaves("m", TaskState.DISPATCHED))
        .when(succeeded("m[1]"))
        .then(leaves("m", TaskState.SUCCEEDED), endsRun(RunStatus.SUCCEEDED));
  }

  @Test
  void one_failure_too_many_fails_the_task_at_once_and_what_runs_finishes() {
    given(
            dag(
                task("m").map(5).concurrency(3).tolerate(new MapPolicy.Percent(20)),
                task("after").needs("m")))
        .dispatched("m[0]", "m[1]", "m[2]")
        .when(failed("m[0]", "E"))
        .then(leaves("m", TaskState.DISPATCHED), assigns("m[3]"))
        .when(failed("m[1]", "E"))
        .then(
            leaves("m", TaskState.FAILED),
            recordsFailure("m", "2 of 5 instances failed, tolerated: 1"),
            leaves("after", TaskState.UPSTREAM_FAILED),
            leaves("m[4]", TaskState.CANCELLED),
            assignsNothing(),
            runGoesOn())
        .whenInTurn(succeeded("m[2]"))
        .then(runGoesOn())
        .when(failed("m[3]", "E"))
        .then(
            leaves("m[2]", TaskState.SUCCEEDED),
            leaves("m[3]", TaskState.FAILED),
            endsRun(RunStatus.FAILED));
  }

  @Test
  void what_outlives_its_failed_map_is_not_retried() {
    given(dag(task("m").map(2).retry(1, ofSeconds(10))))
        .when(failed("m[0]", "E"))
        .later(ofSeconds(10))
        .when(Happening.due())
        .when(failed("m[0]", "E"))
        .then(leaves("m", TaskState.FAILED), leaves("m[1]", TaskState.DISPATCHED))
        .when(failed("m[1]", "E"))
        .then(leaves("m[1]", TaskState.FAILED), attempts("m[1]", 1), endsRun(RunStatus.FAILED));
  }

  @Test
  void a_parked_instance_of_a_failed_map_finishes_too() {
    given(dag(task("m").map(2)))
        .when(parked("m[0]"), failed("m[1]", "E"))
        .then(leaves("m", TaskState.FAILED), leaves("m[0]", TaskState.PARKED), runGoesOn())
        .when(answered("m[0]", 1))
        .then(leaves("m[0]", TaskState.SUCCEEDED), endsRun(RunStatus.FAILED));
  }

  @Test
  void items_that_cannot_be_evaluated_fail_the_task() {
    given(dag(task("m").map(3).when(Condition.BROKEN), task("after").needs("m")))
        .then(
            leaves("m", TaskState.FAILED),
            leaves("after", TaskState.UPSTREAM_FAILED),
            endsRun(RunStatus.FAILED));
  }
}
