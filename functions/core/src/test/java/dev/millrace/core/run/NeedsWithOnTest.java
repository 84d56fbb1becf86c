package dev.millrace.core.run;

import static dev.millrace.core.plan.NeedEnd.FAILED;
import static dev.millrace.core.plan.NeedEnd.SKIPPED;
import static dev.millrace.core.plan.NeedEnd.SUCCEEDED;
import static dev.millrace.core.run.DagSpec.dag;
import static dev.millrace.core.run.Expectation.leaves;
import static dev.millrace.core.run.Happening.failed;
import static dev.millrace.core.run.Happening.succeeded;
import static dev.millrace.core.run.Tale.given;
import static dev.millrace.core.run.TaskSpec.task;

import dev.millrace.core.TaskState;
import dev.millrace.core.plan.NeedEnd;
import dev.millrace.core.run.TaskSpec.Condition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Needs that say `on:` which ends they accept.
class NeedsWithOnTest {
  /// What two needs accept, how they end (S, F, U, K), and what follows.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "succeeded         | succeeded | SS | starts",
        "succeeded         | succeeded | SF | U",
        "succeeded         | succeeded | UK | U",
        "succeeded         | succeeded | SK | K",
        "succeeded skipped | succeeded | KS | starts",
        "succeeded skipped | succeeded | KF | U",
        "succeeded skipped | succeeded | FK | U",
        "failed            | succeeded | FS | starts",
        "failed            | succeeded | US | starts",
        "failed            | succeeded | SS | K",
        "failed            | succeeded | KS | K",
        "failed            | succeeded | FF | K",
        "failed            | succeeded | SU | K",
        "skipped           | succeeded | KS | starts",
        "skipped           | succeeded | SS | K",
        "skipped           | succeeded | FS | U",
        "any               | succeeded | FS | starts",
        "any               | succeeded | KS | starts",
        "any               | succeeded | SF | K",
        "any               | any       | FK | starts",
        "failed skipped    | succeeded | SS | K",
        "failed skipped    | skipped   | KK | starts",
      })
  void needs_decide_by_the_ends_that_they_accept(
      String first, String second, String ends, String result) {
    var tasks = new ArrayList<TaskSpec>();
    tasks.add(task("before"));
    tasks.add(ending("first", ends.charAt(0)));
    tasks.add(ending("second", ends.charAt(1)));
    tasks.add(task("judged").needsOn("first", accepts(first)).needsOn("second", accepts(second)));
    var tale = given(dag(tasks.toArray(TaskSpec[]::new))).when(failed("before", "Some.Error"));

    for (var name : List.of("first", "second")) {
      var end = ends.charAt(name.equals("first") ? 0 : 1);
      if (end == 'S') {
        tale.when(succeeded(name));
      } else if (end == 'F') {
        tale.when(failed(name, "Some.Error"));
      }
    }

    tale.then(leaves("judged", expected(result)));
  }

  private static TaskSpec ending(String name, char end) {
    return switch (end) {
      case 'U' -> task(name).needs("before");
      case 'K' -> task(name).when(Condition.FALSE);
      default -> task(name);
    };
  }

  private static NeedEnd[] accepts(String words) {
    return words.equals("any")
        ? NeedEnd.values()
        : Arrays.stream(words.split(" "))
            .map(
                word ->
                    Stream.of(NeedEnd.values())
                        .filter(end -> end.name().equalsIgnoreCase(word))
                        .findFirst()
                        .orElseThrow())
            .toArray(NeedEnd[]::new);
  }

  private static TaskState expected(String result) {
    return switch (result) {
      case "starts" -> TaskState.DISPATCHED;
      case "U" -> TaskState.UPSTREAM_FAILED;
      case "K" -> TaskState.SKIPPED;
      default -> throw new AssertionError(result);
    };
  }

  @Test
  void a_need_that_failed_decides_while_others_still_run() {
    given(dag(task("a"), task("b"), task("c").needsOn("a", SUCCEEDED).needsOn("b", SUCCEEDED)))
        .dispatched("a", "b")
        .when(failed("a", "Some.Error"))
        .then(leaves("c", TaskState.UPSTREAM_FAILED), leaves("b", TaskState.DISPATCHED));
  }

  @Test
  void an_unmet_skip_waits_while_an_open_need_may_still_fail() {
    given(
            dag(
                task("a").when(Condition.FALSE),
                task("b"),
                task("c").needsOn("a", SUCCEEDED).needsOn("b", SUCCEEDED)))
        .dispatched("b")
        .then(leaves("c", TaskState.WAITING))
        .when(failed("b", "Some.Error"))
        .then(leaves("c", TaskState.UPSTREAM_FAILED));
  }

  @Test
  void a_task_that_accepts_failure_is_skipped_as_soon_as_one_need_is_unmet() {
    given(
            dag(
                task("a"),
                task("b"),
                task("alert").needsOn("a", FAILED).needsOn("b", FAILED, SKIPPED)))
        .dispatched("a", "b")
        .when(succeeded("a"))
        .then(leaves("alert", TaskState.SKIPPED), leaves("b", TaskState.DISPATCHED));
  }
}
