package dev.millrace.core.run;

import static dev.millrace.core.run.DagSpec.dag;
import static dev.millrace.core.run.Expectation.assigns;
import static dev.millrace.core.run.Expectation.attempts;
import static dev.millrace.core.run.Expectation.changesNothing;
import static dev.millrace.core.run.Expectation.endsRun;
import static dev.millrace.core.run.Expectation.leaves;
import static dev.millrace.core.run.Expectation.wakesIn;
import static dev.millrace.core.run.Expectation.wakesNobody;
import static dev.millrace.core.run.Happening.answered;
import static dev.millrace.core.run.Happening.answeredAfterParking;
import static dev.millrace.core.run.Happening.answeredFailed;
import static dev.millrace.core.run.Happening.due;
import static dev.millrace.core.run.Happening.parked;
import static dev.millrace.core.run.Happening.parkedToWake;
import static dev.millrace.core.run.Happening.parkedWithHeartbeat;
import static dev.millrace.core.run.Happening.parkedWithTimeout;
import static dev.millrace.core.run.Happening.reported;
import static dev.millrace.core.run.Happening.succeeded;
import static dev.millrace.core.run.Retrying.on;
import static dev.millrace.core.run.Tale.given;
import static dev.millrace.core.run.TaskSpec.task;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.Attempt;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Attempts that wait for something outside.
class ParkedTest {
  @Test
  void a_parked_attempt_ends_with_the_answer_from_outside() {
    given(dag(task("a")))
        .when(parked("a"))
        .then(leaves("a", TaskState.PARKED), wakesNobody())
        .when(answered("a", 1))
        .then(leaves("a", TaskState.SUCCEEDED), endsRun(RunStatus.SUCCEEDED));
  }

  @Test
  void an_answer_may_overtake_the_word_that_the_attempt_parked() {
    var tale = given(dag(task("a"), task("b"))).dispatched("a");
    var parks = tale.reportOf("a", new Outcome.Succeeded());
    tale.when(answeredAfterParking("a", 1, 1)).then(leaves("a", TaskState.SUCCEEDED));
    var before = tale.state();
    tale.when(reported(parks.assignment(), parks.attempt(), new Outcome.Succeeded()))
        .then(changesNothing(before));
  }

  /// Its worker, whose word that it parked is refused, reports what it finds recorded. Ending the
  /// attempt before would let the next one overlap with it (found by seed 103).
  @Test
  void an_answer_that_comes_while_the_action_is_at_work_waits_for_its_worker() {
    var tale = given(dag(task("a").retry(1, ZERO), task("b"))).dispatched("a");
    var before = tale.state();
    tale.when(answeredFailed("a", 1, "E")).then(changesNothing(before));
  }

  @Test
  void an_answer_for_an_earlier_attempt_changes_nothing() {
    var tale =
        given(dag(task("a").retry(1, ZERO)))
            .whenInTurn(parked("a"), answeredFailed("a", 1, "E"), parked("a"))
            .then(leaves("a", TaskState.PARKED), attempts("a", 2));
    var before = tale.state();
    tale.when(answered("a", 1)).then(changesNothing(before));
  }

  @Test
  void a_parked_attempt_is_resumed_when_its_time_has_come() {
    var tale =
        given(dag(task("a")))
            .when(parkedToWake("a", ofSeconds(30)))
            .then(wakesIn(ofSeconds(30)))
            .later(ofSeconds(30))
            .when(due())
            .then(assigns("a"), leaves("a", TaskState.DISPATCHED), attempts("a", 1));
    assertThat(tale.reportOf("a", new Outcome.Succeeded()).attempt())
        .isEqualTo(new Attempt(Work.of(0), 1, 1));
  }

  @Test
  void a_resumed_attempt_may_park_again() {
    var tale = given(dag(task("a")));
    for (var step = 1; step <= 3; step++) {
      tale.when(parkedToWake("a", ofSeconds(5))).later(ofSeconds(5)).when(due()).then(assigns("a"));
      assertThat(tale.reportOf("a", new Outcome.Succeeded()).attempt().step()).isEqualTo(step);
    }
    tale.when(succeeded("a")).then(endsRun(RunStatus.SUCCEEDED), attempts("a", 1));
  }

  @Test
  void a_parked_attempt_times_out_and_its_policy_decides() {
    given(dag(task("a").retry(on("Timeout").limit(1).delay(ZERO).policy())))
        .when(parkedWithTimeout("a", ofSeconds(60)))
        .then(wakesIn(ofSeconds(60)))
        .later(ofSeconds(60))
        .when(due())
        .then(assigns("a"), attempts("a", 2));
  }

  @Test
  void a_parked_attempt_that_gives_no_sign_of_life_fails() {
    given(dag(task("a").retry(on("HeartbeatTimeout").limit(0).policy())))
        .when(parkedWithHeartbeat("a", ofSeconds(20)))
        .later(ofSeconds(20))
        .when(due())
        .then(leaves("a", TaskState.FAILED));
  }

  @Test
  void a_sign_of_life_puts_the_deadline_off() {
    given(dag(task("a")))
        .alive("a")
        .when(parkedWithHeartbeat("a", ofSeconds(20)))
        .later(ofSeconds(20))
        .when(due())
        .then(leaves("a", TaskState.PARKED), wakesIn(ofSeconds(60)));
  }

  @Test
  void the_timeout_comes_before_the_heartbeat_and_both_before_the_wake() {
    var tale = given(dag(task("a")));
    var now = tale.now();
    tale.when(
            ignored ->
                tale.reportOf(
                    "a",
                    new Outcome.Parked(
                        Optional.of(now.plusSeconds(1)),
                        Optional.of(now.plusSeconds(2)),
                        Optional.of(now.plusSeconds(3)))))
        .then(wakesIn(ofSeconds(1)))
        .later(ofSeconds(3))
        .when(due())
        .then(leaves("a", TaskState.FAILED));
  }

  @Test
  void an_answer_to_the_step_before_waits_for_the_worker_that_has_resumed_the_attempt() {
    var tale =
        given(dag(task("a"), task("b").needs("a")))
            .when(parkedToWake("a", ofSeconds(5)))
            .later(ofSeconds(5))
            .when(due())
            .dispatched("a");
    var before = tale.state();
    tale.when(answeredAfterParking("a", 1, 1))
        .then(changesNothing(before))
        .when(answeredAfterParking("a", 1, 2))
        .then(leaves("a", TaskState.SUCCEEDED), assigns("b"));
  }

  @Test
  void an_answer_for_an_instance_that_there_is_not_changes_nothing() {
    var tale = given(dag(task("m").map(2), task("a")));
    var before = tale.state();
    tale.when(answered("m[7]", 1), answered("a[0]", 1)).then(changesNothing(before));
  }
}
