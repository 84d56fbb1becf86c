package dev.millrace.core.run;

import static dev.millrace.core.run.DagSpec.dag;
import static dev.millrace.core.run.Expectation.assigns;
import static dev.millrace.core.run.Expectation.assignsNothing;
import static dev.millrace.core.run.Expectation.assignsTogether;
import static dev.millrace.core.run.Expectation.endsRun;
import static dev.millrace.core.run.Expectation.leaves;
import static dev.millrace.core.run.Happening.due;
import static dev.millrace.core.run.Happening.failed;
import static dev.millrace.core.run.Happening.parked;
import static dev.millrace.core.run.Happening.parkedToWake;
import static dev.millrace.core.run.Happening.succeeded;
import static dev.millrace.core.run.Tale.given;
import static dev.millrace.core.run.TaskSpec.task;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.core.plan.Lane;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How ready works become assignments.
class AssigningTest {
  private static TaskSpec[] tasks(int number) {
    return IntStream.range(0, number).mapToObj(i -> task("t" + i)).toArray(TaskSpec[]::new);
  }

  @Test
  void up_to_ten_tasks_of_a_lane_go_together() {
    given(dag(tasks(12))).then(assignsTogether("t0 t1 t2 t3 t4 t5 t6 t7 t8 t9", "t10 t11"));
  }

  @Test
  void lanes_do_not_mix() {
    given(dag(task("a"), task("b").lane(Lane.LONG), task("c"), task("d").lane(Lane.LONG)))
        .then(assignsTogether("a c", "b d"));
  }

  @Test
  void instances_go_by_the_groups_in_which_their_items_are_stored() {
    given(dag(task("first").map(3), task("second").map(12)))
        .then(
            assignsTogether(
                "first[0] first[1] first[2]",
                "second[0] second[1] second[2] second[3] second[4]"
                    + " second[5] second[6] second[7] second[8] second[9]",
                "second[10] second[11]"));
  }

  @Test
  void instances_of_two_groups_never_go_together() {
    given(dag(task("m").map(12).concurrency(9)))
        .when(succeeded("m[0]"), succeeded("m[1]"), succeeded("m[2]"))
        .then(assignsTogether("m[9]", "m[10] m[11]"));
  }

  @Test
  void ids_are_made_of_the_write_and_the_place_in_it() {
    var tale = given(dag(tasks(12)));
    assertThat(tale.state().inFlight().keySet())
        .containsExactly(new AssignmentId(1, 0), new AssignmentId(1, 1));
  }

  @Test
  void at_most_256_assignments_are_in_flight() {
    var tale = given(dag(task("m").map(3_000)));
    assertThat(tale.state().inFlight()).hasSize(Assigning.IN_FLIGHT_MAX);
    tale.then(leaves("m[2559]", TaskState.DISPATCHED), leaves("m[2560]", TaskState.READY));
    for (var index = 0; index < 9; index++) {
      tale.when(succeeded("m[" + index + "]")).then(assignsNothing());
    }
    tale.when(succeeded("m[9]")).then(leaves("m[2569]", TaskState.DISPATCHED));
  }

  @Test
  void what_finds_no_place_starts_later_and_nothing_is_left_behind() {
    var tale = given(dag(task("m").map(2_700), task("after").needs("m")));
    while (tale.stateOf("after") == TaskState.WAITING) {
      var id = tale.state().inFlight().firstKey();
      var group = tale.attemptsOf(id);
      tale.when(
          group.stream()
              .map(attempt -> Happening.reported(id, attempt, new Outcome.Succeeded()))
              .toArray(Happening[]::new));
    }
    tale.when(succeeded("after")).then(endsRun(RunStatus.SUCCEEDED));
  }

  @Test
  void resumed_attempts_wait_for_a_place_too() {
    var tale =
        given(dag(task("p"), task("m").needs("p").map(2_560), task("q")))
            .when(parkedToWake("q", ofSeconds(5)))
            .when(succeeded("p"));
    assertThat(tale.state().inFlight()).hasSize(Assigning.IN_FLIGHT_MAX);
    tale.later(ofSeconds(5)).when(due()).then(assignsNothing(), leaves("q", TaskState.PARKED));
    for (var index = 0; index < 10; index++) {
      tale.when(succeeded("m[" + index + "]"));
    }
    tale.then(assigns("q"), leaves("q", TaskState.DISPATCHED));
  }

  @Test
  void the_runs_own_limit_counts_tasks_and_instances_at_work() {
    given(dag(task("a"), task("m").map(3), task("b")).concurrency(3))
        .then(assigns("a", "b", "m[0]"))
        .when(parked("a"))
        .then(assignsNothing())
        .when(succeeded("b"))
        .then(assigns("m[1]"))
        .when(failed("m[0]", "E"))
        .then(leaves("m", TaskState.FAILED), assignsNothing());
  }

  @Test
  void what_waits_for_its_retry_holds_no_place() {
    given(dag(task("a").retry(1, ofSeconds(10)), task("b")).concurrency(1))
        .then(assigns("a"))
        .when(failed("a", "E"))
        .then(assigns("b"))
        .later(ofSeconds(10))
        .when(due())
        .then(assignsNothing(), leaves("a", TaskState.READY))
        .when(succeeded("b"))
        .then(assigns("a"));
  }
}
