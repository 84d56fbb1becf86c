package dev.millrace.core.run;

import static dev.millrace.core.run.DagSpec.dag;
import static dev.millrace.core.run.Expectation.assigns;
import static dev.millrace.core.run.Expectation.leaves;
import static dev.millrace.core.run.Expectation.wakesIn;
import static dev.millrace.core.run.Expectation.wakesNobody;
import static dev.millrace.core.run.Happening.due;
import static dev.millrace.core.run.Happening.failed;
import static dev.millrace.core.run.Happening.parkedToWake;
import static dev.millrace.core.run.Happening.succeeded;
import static dev.millrace.core.run.Tale.given;
import static dev.millrace.core.run.TaskSpec.task;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import org.junit.jupiter.api.Test;

/// The one wake that a run has outstanding.
class WakeTest {
  @Test
  void a_run_in_which_nothing_is_due_asks_for_no_wake() {
    given(dag(task("a"))).then(wakesNobody());
  }

  @Test
  void a_later_instant_needs_no_wake_of_its_own() {
    given(dag(task("a").retry(1, ofSeconds(10)), task("b").retry(1, ofSeconds(30))))
        .when(failed("a", "E"))
        .then(wakesIn(ofSeconds(10)))
        .when(failed("b", "E"))
        .then(wakesNobody())
        .later(ofSeconds(10))
        .when(due())
        .then(assigns("a"), wakesIn(ofSeconds(20)));
  }

  @Test
  void an_earlier_instant_gets_its_wake() {
    given(dag(task("a").retry(1, ofSeconds(30)), task("b").retry(1, ofSeconds(10))))
        .when(failed("a", "E"))
        .then(wakesIn(ofSeconds(30)))
        .when(failed("b", "E"))
        .then(wakesIn(ofSeconds(10)));
  }

  @Test
  void a_wake_that_came_early_is_sent_back_to_wait() {
    given(dag(task("a").retry(1, ofSeconds(10))))
        .when(failed("a", "E"))
        .later(ofMillis(9_500))
        .when(due())
        .then(leaves("a", TaskState.RETRYING));
  }

  @Test
  void a_wake_for_what_is_no_longer_due_is_forgotten_when_the_run_ends() {
    var tale =
        given(dag(task("a")))
            .when(parkedToWake("a", ofMinutes(5)))
            .when(Happening.answered("a", 1));
    assertThat(tale.state().wake()).isEmpty();
  }

  @Test
  void a_late_wake_is_harmless() {
    given(dag(task("a").retry(1, ofSeconds(10)), task("b")))
        .when(failed("a", "E"))
        .later(ofSeconds(10))
        .when(due())
        .then(assigns("a"))
        .later(ofSeconds(10))
        .when(due())
        .then(Expectation.assignsNothing(), wakesNobody())
        .when(succeeded("a"), succeeded("b"))
        .then(Expectation.endsRun(RunStatus.SUCCEEDED));
  }

  @Test
  void the_runs_own_deadline_is_woken_for_when_it_is_near() {
    given(dag(task("a").retry(2, ofSeconds(10))).timeout(ofMinutes(1)))
        .then(wakesIn(ofMinutes(1)))
        .when(failed("a", "E"))
        .then(wakesIn(ofSeconds(10)))
        .later(ofSeconds(10))
        .when(due())
        .then(wakesIn(ofSeconds(50)));
  }
}
