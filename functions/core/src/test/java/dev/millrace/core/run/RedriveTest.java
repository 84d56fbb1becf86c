package dev.millrace.core.run;

import static dev.millrace.core.run.DagSpec.dag;
import static dev.millrace.core.run.Expectation.assigns;
import static dev.millrace.core.run.Expectation.attempts;
import static dev.millrace.core.run.Expectation.changesNothing;
import static dev.millrace.core.run.Expectation.endsRun;
import static dev.millrace.core.run.Expectation.leaves;
import static dev.millrace.core.run.Happening.answered;
import static dev.millrace.core.run.Happening.cancelRequested;
import static dev.millrace.core.run.Happening.due;
import static dev.millrace.core.run.Happening.failed;
import static dev.millrace.core.run.Happening.interrupted;
import static dev.millrace.core.run.Happening.reported;
import static dev.millrace.core.run.Happening.succeeded;
import static dev.millrace.core.run.Tale.given;
import static dev.millrace.core.run.TaskSpec.task;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.core.plan.TriggerRule;
import dev.millrace.core.run.Redrive.Selection;
import dev.millrace.core.run.TaskSpec.Condition;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Runs that are opened again after they ended.
class RedriveTest {
  private static final Selection FAILED = new Selection.Failed();

  private static Selection named(String... tasks) {
    return new Selection.Named(Arrays.stream(tasks).map(TaskName::new).collect(Collectors.toSet()));
  }

  @Test
  void what_failed_and_all_behind_it_is_done_again_and_the_rest_stays() {
    given(dag(task("a"), task("b").needs("a"), task("c").needs("b"), task("d").needs("a")))
        .when(succeeded("a"))
        .when(failed("b", "E"), succeeded("d"))
        .then(endsRun(RunStatus.FAILED), leaves("c", TaskState.UPSTREAM_FAILED))
        .whenRedriven(FAILED)
        .then(
            assigns("b"),
            leaves("a", TaskState.SUCCEEDED),
            leaves("c", TaskState.WAITING),
            leaves("d", TaskState.SUCCEEDED),
            attempts("b", 2))
        .whenInTurn(succeeded("b"), succeeded("c"))
        .then(endsRun(RunStatus.SUCCEEDED));
  }

  @Test
  void attempt_numbers_go_on_and_retry_counters_start_anew() {
    given(dag(task("a").retry(1, ofSeconds(1))))
        .when(failed("a", "E"))
        .later(ofSeconds(1))
        .when(due())
        .when(failed("a", "E"))
        .then(endsRun(RunStatus.FAILED), attempts("a", 2))
        .whenRedriven(FAILED)
        .then(attempts("a", 3))
        .when(failed("a", "E"))
        .then(leaves("a", TaskState.RETRYING))
        .later(ofSeconds(1))
        .when(due())
        .then(attempts("a", 4))
        .when(failed("a", "E"))
        .then(endsRun(RunStatus.FAILED));
  }

  @Test
  void a_named_task_is_done_again_though_it_succeeded() {
    given(dag(task("a"), task("b").needs("a"), task("c")))
        .when(succeeded("a"), succeeded("c"))
        .when(succeeded("b"))
        .whenRedriven(named("a"))
        .then(assigns("a"), leaves("b", TaskState.WAITING), leaves("c", TaskState.SUCCEEDED));
  }

  @Test
  void a_named_task_does_not_wait_for_needs_that_have_ended() {
    given(dag(task("a"), task("b").needs("a")))
        .when(succeeded("a"))
        .when(succeeded("b"))
        .whenRedriven(named("b"))
        .then(assigns("b"), attempts("b", 2), attempts("a", 1));
  }

  @Test
  void of_a_failed_map_only_the_instances_that_did_not_succeed_are_done_again() {
    given(dag(task("m").map(4).tolerate(new MapPolicy.Count(1)).concurrency(3)))
        .when(succeeded("m[0]"), failed("m[1]", "E"), failed("m[2]", "E"))
        .then(endsRun(RunStatus.FAILED), leaves("m[3]", TaskState.CANCELLED))
        .whenRedriven(FAILED)
        .then(
            assigns("m[1]", "m[2]", "m[3]"),
            leaves("m[0]", TaskState.SUCCEEDED),
            attempts("m[1]", 2),
            attempts("m[3]", 1))
        .when(succeeded("m[1]"), succeeded("m[2]"), succeeded("m[3]"))
        .then(leaves("m", TaskState.SUCCEEDED), endsRun(RunStatus.SUCCEEDED));
  }

  @Test
  void a_named_map_is_expanded_again_and_no_attempt_number_stands_for_two() {
    given(dag(task("m").map(2).retry(1, ofSeconds(1))))
        .when(failed("m[0]", "E"), succeeded("m[1]"))
        .later(ofSeconds(1))
        .when(due())
        .when(succeeded("m[0]"))
        .then(endsRun(RunStatus.SUCCEEDED), attempts("m[0]", 2), attempts("m[1]", 1))
        .whenRedriven(named("m"))
        .then(assigns("m[0]", "m[1]"), attempts("m[0]", 3), attempts("m[1]", 3));
  }

  @Test
  void a_map_behind_what_is_done_again_is_expanded_again() {
    given(dag(task("a"), task("m").needs("a").map(2), task("b").needs("a")))
        .when(succeeded("a"))
        .when(succeeded("m[0]"), failed("m[1]", "E"), failed("b", "E"))
        .whenRedriven(named("a"))
        .then(assigns("a"))
        .when(succeeded("a"))
        .then(assigns("b", "m[0]", "m[1]"), attempts("m[0]", 2));
  }

  @Test
  void another_version_of_the_dag_may_see_other_items() {
    var first = dag(task("m").map(2));
    given(first)
        .when(succeeded("m[0]"), failed("m[1]", "E"))
        .whenRedriven(dag(task("m").map(3)).version("second"), FAILED)
        .then(assigns("m[0]", "m[1]", "m[2]"), attempts("m[0]", 2));
  }

  @Test
  void a_task_that_the_next_version_adds_is_done() {
    given(dag(task("a"), task("b").needs("a")))
        .when(succeeded("a"))
        .when(failed("b", "E"))
        .whenRedriven(
            dag(task("new"), task("b").needs("a", "new"), task("a")).version("second"), FAILED)
        .then(assigns("new"), leaves("a", TaskState.SUCCEEDED), leaves("b", TaskState.WAITING))
        .when(succeeded("new"))
        .then(assigns("b"), attempts("b", 2));
  }

  @Test
  void a_cancelled_run_goes_on_where_it_was() {
    given(dag(task("a"), task("b").needs("a"), task("done")))
        .when(succeeded("done"))
        .when(cancelRequested())
        .when(interrupted("a"))
        .then(endsRun(RunStatus.CANCELLED))
        .whenRedriven(FAILED)
        .then(assigns("a"), attempts("a", 2), leaves("b", TaskState.WAITING))
        .whenInTurn(succeeded("a"), succeeded("b"))
        .then(endsRun(RunStatus.SUCCEEDED));
  }

  @Test
  void a_timed_out_run_gets_its_time_again() {
    given(dag(task("a"), task("b").needs("a")).timeout(ofMinutes(5)))
        .later(ofMinutes(5))
        .when(due())
        .when(interrupted("a"))
        .then(endsRun(RunStatus.TIMED_OUT))
        .later(ofMinutes(60))
        .whenRedriven(FAILED)
        .then(assigns("a"), Expectation.wakesIn(ofMinutes(5)));
  }

  @Test
  void what_was_skipped_because_of_a_failure_is_judged_again() {
    given(
            dag(
                task("a"),
                task("fix").needs("a").trigger(TriggerRule.ALL_FAILED),
                task("b").needs("a").when(Condition.TRUE)))
        .when(failed("a", "E"))
        .when(failed("fix", "E"))
        .whenRedriven(FAILED)
        .when(succeeded("a"))
        .then(leaves("fix", TaskState.SKIPPED), assigns("b"));
  }

  @Test
  void outcomes_and_answers_from_before_change_nothing() {
    var tale = given(dag(task("a"), task("b")));
    var old = tale.reportOf("a", new Outcome.Succeeded());
    tale.when(failed("a", "E"), succeeded("b")).whenRedriven(FAILED).dispatched("a");
    var before = tale.state();
    tale.when(reported(old.assignment(), old.attempt(), old.outcome()), answered("a", 1))
        .then(changesNothing(before));
  }

  @Test
  void a_run_without_failures_has_nothing_to_do_again() {
    var tale = given(dag(task("a"))).when(succeeded("a"));
    assertThat(Redrive.reopen(tale.plan(), tale.plan(), tale.state(), FAILED, tale.now()))
        .isEmpty();
  }

  @Test
  void an_open_run_cannot_be_opened() {
    var tale = given(dag(task("a")));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Redrive.reopen(
                    tale.plan(),
                    tale.plan(),
                    tale.state(),
                    new Selection.Named(Set.of()),
                    tale.now()));
  }
}
