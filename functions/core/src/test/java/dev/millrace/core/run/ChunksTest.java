package dev.millrace.core.run;

import static dev.millrace.core.run.DagSpec.dag;
import static dev.millrace.core.run.Expectation.assigns;
import static dev.millrace.core.run.Expectation.assignsNothing;
import static dev.millrace.core.run.Expectation.attempts;
import static dev.millrace.core.run.Expectation.cancelsOutside;
import static dev.millrace.core.run.Expectation.endsRun;
import static dev.millrace.core.run.Expectation.leaves;
import static dev.millrace.core.run.Happening.answered;
import static dev.millrace.core.run.Happening.answeredFailed;
import static dev.millrace.core.run.Happening.cancelRequested;
import static dev.millrace.core.run.Happening.due;
import static dev.millrace.core.run.Happening.failed;
import static dev.millrace.core.run.Happening.parked;
import static dev.millrace.core.run.Happening.succeeded;
import static dev.millrace.core.run.Tale.given;
import static dev.millrace.core.run.TaskSpec.task;
import static java.time.Duration.ofSeconds;

import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.core.plan.MapPolicy;
import org.junit.jupiter.api.Test;

/// How the chunks of a long list make up a mapped task: each stands for a run.
class ChunksTest {
  @Test
  void all_chunks_go_side_by_side_where_no_bound_holds_over_them() {
    given(dag(task("m").map(25).inChunksOf(10), task("after").needs("m")))
        .then(assigns("m[0]", "m[1]", "m[2]"))
        .when(parked("m[0]"), parked("m[1]"), parked("m[2]"))
        .when(answered("m[2]", 1), answered("m[0]", 1))
        .then(leaves("m", TaskState.DISPATCHED))
        .when(answered("m[1]", 1))
        .then(leaves("m", TaskState.SUCCEEDED), assigns("after"));
  }

  @Test
  void chunks_take_turns_where_the_map_bounds_its_concurrency() {
    given(dag(task("m").map(25).concurrency(4).inChunksOf(10)))
        .then(assigns("m[0]"))
        .when(parked("m[0]"))
        .then(assignsNothing())
        .when(answered("m[0]", 1))
        .then(assigns("m[1]"));
  }

  @Test
  void chunks_take_turns_where_the_map_tolerates_failures() {
    given(dag(task("m").map(25).tolerate(new MapPolicy.Percent(4)).inChunksOf(10)))
        .then(assigns("m[0]"))
        .when(succeeded("m[0]"))
        .then(assigns("m[1]"));
  }

  @Test
  void a_share_that_comes_to_no_failure_tolerates_none() {
    given(dag(task("m").map(25).tolerate(new MapPolicy.Percent(3)).inChunksOf(10)))
        .then(assigns("m[0]", "m[1]", "m[2]"));
  }

  @Test
  void the_first_chunk_that_fails_fails_the_map_and_the_others_are_cancelled() {
    given(dag(task("m").map(25).tolerate(new MapPolicy.Percent(0)).inChunksOf(10)))
        .when(parked("m[0]"), parked("m[1]"))
        .when(answeredFailed("m[0]", 1, "Map.TooManyFailures"))
        .then(leaves("m", TaskState.FAILED), cancelsOutside("m[1]", 1))
        .then(leaves("m[1]", TaskState.CANCELLED))
        .when(parked("m[2]"))
        .then(leaves("m[2]", TaskState.CANCELLED), endsRun(RunStatus.FAILED));
  }

  @Test
  void the_retries_of_the_task_are_for_its_instances_and_not_for_chunks() {
    var always = task("m").map(25).concurrency(1).retry(5, ofSeconds(1)).inChunksOf(10);
    given(dag(always))
        .when(failed("m[0]", "Map.TooManyFailures"))
        .then(leaves("m", TaskState.FAILED), endsRun(RunStatus.FAILED));
  }

  @Test
  void a_chunk_whose_worker_was_lost_keeps_its_turn() {
    given(dag(task("m").map(25).concurrency(4).inChunksOf(10)))
        .when(failed("m[0]", "WorkerLost"))
        .then(leaves("m[0]", TaskState.RETRYING), assignsNothing())
        .later(ofSeconds(10))
        .when(due())
        .then(assigns("m[0]"), attempts("m[0]", 2));
  }

  @Test
  void a_cancel_cancels_the_runs_of_chunks() {
    given(dag(task("m").map(25).inChunksOf(10)))
        .when(parked("m[0]"), parked("m[1]"), succeeded("m[2]"))
        .when(cancelRequested())
        .then(cancelsOutside("m[0]", 1), endsRun(RunStatus.CANCELLED));
  }

  @Test
  void a_redrive_looks_at_every_chunk_again() {
    given(dag(task("m").map(25).tolerate(new MapPolicy.Count(2)).inChunksOf(10)))
        .when(succeeded("m[0]"))
        .when(failed("m[1]", "Map.TooManyFailures"))
        .then(endsRun(RunStatus.FAILED))
        .whenRedriven(new Redrive.Selection.Failed())
        .then(assigns("m[0]"), attempts("m[0]", 2));
  }
}
