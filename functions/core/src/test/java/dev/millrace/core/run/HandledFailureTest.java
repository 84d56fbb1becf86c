package dev.millrace.core.run;

import static dev.millrace.core.run.DagSpec.dag;
import static dev.millrace.core.run.Expectation.endsRun;
import static dev.millrace.core.run.Happening.cancelRequested;
import static dev.millrace.core.run.Happening.failed;
import static dev.millrace.core.run.Happening.interrupted;
import static dev.millrace.core.run.Happening.succeeded;
import static dev.millrace.core.run.Tale.given;
import static dev.millrace.core.run.TaskSpec.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.core.plan.NeedEnd;
import dev.millrace.core.plan.TriggerRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Which failures leave the run a success.
class HandledFailureTest {
  @Test
  void an_unhandled_failure_fails_the_run() {
    given(dag(task("a"), task("b")))
        .when(failed("a", "E"), succeeded("b"))
        .then(endsRun(RunStatus.FAILED));
  }

  @Test
  void an_allowed_failure_does_not_and_successors_still_see_it() {
    given(dag(task("a").allowFailure(), task("b").needs("a")))
        .when(failed("a", "E"))
        .then(Expectation.leaves("b", TaskState.UPSTREAM_FAILED), endsRun(RunStatus.SUCCEEDED));
  }

  /// What a direct successor accepts, and whether its success handles the failure.
  @ParameterizedTest
  @CsvSource({
    "failed, true",
    "failed succeeded, true",
    "failed skipped, true",
    "failed succeeded skipped, false"
  })
  void a_successor_that_asks_for_the_failure_handles_it(String accepts, boolean handles) {
    var ends =
        Arrays.stream(accepts.split(" "))
            .map(
                word ->
                    Stream.of(NeedEnd.values())
                        .filter(end -> end.name().equalsIgnoreCase(word))
                        .findFirst()
                        .orElseThrow())
            .toArray(NeedEnd[]::new);
    given(dag(task("a"), task("fix").needsOn("a", ends)))
        .when(failed("a", "E"))
        .when(succeeded("fix"))
        .then(endsRun(handles ? RunStatus.SUCCEEDED : RunStatus.FAILED));
  }

  @ParameterizedTest
  @EnumSource(TriggerRule.class)
  void of_the_rules_only_one_failed_and_all_failed_handle_failures(TriggerRule rule) {
    var tale = given(dag(task("a"), task("fix").needs("a").trigger(rule))).when(failed("a", "E"));
    if (tale.stateOf("fix") == TaskState.DISPATCHED) {
      tale.when(succeeded("fix"));
    }
    var handles = rule == TriggerRule.ONE_FAILED || rule == TriggerRule.ALL_FAILED;
    assertThat(tale.state().status()).isEqualTo(handles ? RunStatus.SUCCEEDED : RunStatus.FAILED);
  }

  @Test
  void a_need_accepted_with_failure_handles_that_need_only() {
    given(
            dag(
                task("a"),
                task("b"),
                task("fix")
                    .needsOn("a", NeedEnd.FAILED)
                    .needsOn("b", NeedEnd.SUCCEEDED, NeedEnd.FAILED, NeedEnd.SKIPPED)))
        .when(failed("a", "E"), failed("b", "E"))
        .when(succeeded("fix"))
        .then(endsRun(RunStatus.FAILED));
  }

  @Test
  void a_successor_that_fails_or_is_skipped_handles_nothing() {
    given(dag(task("a"), task("fix").needsOn("a", NeedEnd.FAILED)))
        .when(failed("a", "E"))
        .when(failed("fix", "E"))
        .then(endsRun(RunStatus.FAILED));
  }

  @Test
  void a_task_further_behind_handles_nothing() {
    given(
            dag(
                task("a"),
                task("b").needs("a"),
                task("fix").needs("b").trigger(TriggerRule.ALL_FAILED)))
        .when(failed("a", "E"))
        .when(succeeded("fix"))
        .then(endsRun(RunStatus.FAILED));
  }

  @Test
  void a_cancelled_run_is_cancelled_whatever_failed_in_it() {
    given(dag(task("a"), task("b")))
        .when(failed("a", "E"))
        .when(cancelRequested())
        .when(interrupted("b"))
        .then(endsRun(RunStatus.CANCELLED));
  }

  @Test
  void a_run_whose_output_cannot_be_worked_out_has_failed() {
    var tale = given(dag(task("a"))).when(succeeded("a")).then(endsRun(RunStatus.SUCCEEDED));
    var by = new Issuer("message", "invocation", 9);
    var failed =
        Decide.decide(tale.plan(), tale.state(), List.of(new Event.OutputFailed()), tale.now(), by);
    assertThat(failed.state().status()).isEqualTo(RunStatus.FAILED);
    assertThat(failed.commands()).isEmpty();
  }
}
