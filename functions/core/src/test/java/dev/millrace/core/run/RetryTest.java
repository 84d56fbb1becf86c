package dev.millrace.core.run;

import static dev.millrace.core.run.DagSpec.dag;
import static dev.millrace.core.run.Expectation.assigns;
import static dev.millrace.core.run.Expectation.assignsNothing;
import static dev.millrace.core.run.Expectation.attempts;
import static dev.millrace.core.run.Expectation.endsRun;
import static dev.millrace.core.run.Expectation.leaves;
import static dev.millrace.core.run.Expectation.retriesIn;
import static dev.millrace.core.run.Expectation.wakesIn;
import static dev.millrace.core.run.Happening.due;
import static dev.millrace.core.run.Happening.failed;
import static dev.millrace.core.run.Happening.failedWithRetryAfter;
import static dev.millrace.core.run.Happening.succeeded;
import static dev.millrace.core.run.Retrying.on;
import static dev.millrace.core.run.Tale.given;
import static dev.millrace.core.run.TaskSpec.task;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// What follows a failed attempt.
class RetryTest {
  @Test
  void a_failed_attempt_is_tried_again_when_its_delay_is_over() {
    given(dag(task("a").retry(1, ofSeconds(10))))
        .when(failed("a", "Http.503"))
        .then(
            leaves("a", TaskState.RETRYING),
            retriesIn("a", ofSeconds(10)),
            wakesIn(ofSeconds(10)),
            attempts("a", 1))
        .later(ofSeconds(10))
        .when(due())
        .then(assigns("a"), attempts("a", 2))
        .when(succeeded("a"))
        .then(endsRun(RunStatus.SUCCEEDED));
  }

  @Test
  void a_wake_that_comes_early_starts_nothing() {
    given(dag(task("a").retry(1, ofSeconds(10))))
        .when(failed("a", "Http.503"))
        .later(ofMillis(9_999))
        .when(due())
        .then(assignsNothing(), leaves("a", TaskState.RETRYING));
  }

  @Test
  void a_retry_without_delay_starts_in_the_same_decision() {
    given(dag(task("a").retry(1, ZERO)))
        .when(failed("a", "Http.503"))
        .then(assigns("a"), attempts("a", 2));
  }

  @Test
  void after_its_last_retry_a_task_has_failed() {
    given(dag(task("a").retry(2, ZERO)))
        .whenInTurn(failed("a", "E"), failed("a", "E"), failed("a", "E"))
        .then(leaves("a", TaskState.FAILED), attempts("a", 3), endsRun(RunStatus.FAILED));
  }

  @Test
  void delays_grow_by_the_backoff_up_to_the_longest() {
    var tale =
        given(
            dag(
                task("a")
                    .retry(
                        on("*")
                            .limit(5)
                            .delay(ofSeconds(2))
                            .backoff(3)
                            .maxDelay(ofSeconds(40))
                            .policy())));
    for (var seconds : new int[] {2, 6, 18, 40, 40}) {
      tale.when(failed("a", "E"))
          .then(retriesIn("a", ofSeconds(seconds)))
          .later(ofSeconds(seconds))
          .when(due())
          .then(assigns("a"));
    }
    tale.when(failed("a", "E")).then(leaves("a", TaskState.FAILED));
  }

  @Test
  void full_jitter_draws_between_nothing_and_the_delay() {
    var delays = new ArrayList<Duration>();
    var names = new String[200];
    var tasks = new TaskSpec[names.length];
    for (var i = 0; i < names.length; i++) {
      names[i] = "t" + i;
      tasks[i] = task(names[i]).retry(on("*").delay(ofSeconds(8)).fullJitter().policy());
    }
    var tale = given(dag(tasks));
    for (var name : names) {
      tale.when(failed(name, "E"));
      if (tale.stateOf(name) == TaskState.RETRYING) {
        var due = tale.pendingOf(name).nextDue().orElseThrow();
        delays.add(Duration.between(tale.now(), due));
      }
    }
    assertThat(delays).allMatch(delay -> delay.compareTo(ofSeconds(8)) < 0);
    var mean = delays.stream().mapToLong(Duration::toMillis).average().orElseThrow();
    assertThat(mean).isBetween(3_400.0, 4_600.0);
    assertThat(delays).anyMatch(delay -> delay.compareTo(ofMillis(800)) < 0);
    assertThat(delays).anyMatch(delay -> delay.compareTo(ofMillis(7_200)) > 0);
  }

  @Test
  void a_longer_wish_of_the_server_wins_over_the_delay() {
    given(dag(task("a").retry(2, ofSeconds(10))))
        .when(failedWithRetryAfter("a", "Http.429", ofSeconds(25)))
        .then(retriesIn("a", ofSeconds(25)))
        .later(ofSeconds(25))
        .when(due())
        .when(failedWithRetryAfter("a", "Http.429", ofSeconds(3)))
        .then(retriesIn("a", ofSeconds(10)));
  }

  @Test
  void a_wish_of_the_server_wins_over_the_longest_delay_too() {
    given(dag(task("a").retry(on("*").maxDelay(ofSeconds(5)).policy())))
        .when(failedWithRetryAfter("a", "Http.429", ofMinutes(2)))
        .then(retriesIn("a", ofMinutes(2)));
  }

  @Test
  void no_retry_starts_later_than_within_after_the_first_start() {
    given(dag(task("a").retry(on("*").delay(ofSeconds(20)).within(ofSeconds(50)).policy())))
        .later(ofSeconds(5))
        .when(failed("a", "E"))
        .later(ofSeconds(20))
        .when(due())
        .later(ofSeconds(5))
        .when(failed("a", "E"))
        .then(retriesIn("a", ofSeconds(20))) // due exactly 50 s after the first start
        .later(ofSeconds(20))
        .when(due())
        .when(failed("a", "E"))
        .then(leaves("a", TaskState.FAILED), attempts("a", 3));
  }

  @Test
  void each_policy_counts_its_own_retries() {
    given(
            dag(
                task("a")
                    .retry(
                        on("Http.5*").limit(1).delay(ofSeconds(1)).policy(),
                        on("Http.*").limit(1).delay(ofSeconds(2)).policy())))
        .when(failed("a", "Http.503"))
        .then(retriesIn("a", ofSeconds(1)))
        .later(ofSeconds(1))
        .when(due())
        .when(failed("a", "Http.404"))
        .then(retriesIn("a", ofSeconds(2)))
        .later(ofSeconds(2))
        .when(due())
        .when(failed("a", "Http.500"))
        .then(leaves("a", TaskState.FAILED), attempts("a", 3));
  }

  @Test
  void the_first_policy_that_covers_the_error_counts_and_no_other() {
    given(dag(task("a").retry(on("Http.404").limit(0).policy(), on("*").limit(3).policy())))
        .when(failed("a", "Http.404"))
        .then(leaves("a", TaskState.FAILED));
  }

  @Test
  void an_error_without_policy_is_final() {
    given(dag(task("a").retry(on("Http.*").policy())))
        .when(failed("a", "Lambda.Boom"))
        .then(leaves("a", TaskState.FAILED), attempts("a", 1));
  }

  @Test
  void a_condition_that_breaks_fails_the_task_without_a_retry() {
    given(dag(task("a").retry(3, ZERO).when(TaskSpec.Condition.BROKEN)))
        .then(leaves("a", TaskState.FAILED), attempts("a", 1), endsRun(RunStatus.FAILED));
  }

  @Test
  void instances_are_retried_each_by_itself() {
    given(dag(task("m").map(3).retry(1, ofSeconds(10))))
        .dispatched("m[0]", "m[1]", "m[2]")
        .when(failed("m[1]", "E"))
        .then(leaves("m[1]", TaskState.RETRYING), leaves("m", TaskState.DISPATCHED))
        .when(succeeded("m[0]"), succeeded("m[2]"))
        .later(ofSeconds(10))
        .when(due())
        .then(assigns("m[1]"), attempts("m[1]", 2), attempts("m[0]", 1))
        .when(succeeded("m[1]"))
        .then(leaves("m", TaskState.SUCCEEDED));
  }

  @Test
  void a_decision_made_again_draws_the_same_delay() {
    assertThat(Draw.from(7, Work.of(3), 1)).isEqualTo(Draw.from(7, Work.of(3), 1));
    assertThat(Draw.from(7, Work.of(3), 1)).isNotEqualTo(Draw.from(7, Work.of(3), 2));
    assertThat(Draw.from(7, Work.of(3), 1)).isNotEqualTo(Draw.from(8, Work.of(3), 1));
    assertThat(Draw.from(7, Work.of(3, 0), 1)).isNotEqualTo(Draw.from(7, Work.of(3, 1), 1));
  }
}
