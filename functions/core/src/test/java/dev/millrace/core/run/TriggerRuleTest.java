package dev.millrace.core.run;

import static dev.millrace.core.run.DagSpec.dag;
import static dev.millrace.core.run.Expectation.leaves;
import static dev.millrace.core.run.Happening.failed;
import static dev.millrace.core.run.Happening.succeeded;
import static dev.millrace.core.run.Tale.given;
import static dev.millrace.core.run.TaskSpec.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.TaskState;
import dev.millrace.core.plan.NeedCounts;
import dev.millrace.core.plan.TriggerRule;
import dev.millrace.core.plan.Verdict;
import dev.millrace.core.run.TaskSpec.Condition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of trigger rules in the DAG language: every rule over every way in which one or two
/// needs can end, and three where a third adds something.
class TriggerRuleTest {
  /// `+` starts, `U` ends as upstream failed, `K` as skipped. A column is how the needs ended: S
  /// succeeded, F failed, U upstream failed, K skipped.
  private static final String TABLE =
      """
      rule                         S F U K  SS SF SU SK FF FU FK UU UK KK  SFK SUK SSK SSF SKK FUK
      all_success                  + U U K  +  U  U  K  U  U  U  U  U  K   U   U   K   U   K   U
      all_failed                   K + + K  K  K  K  K  +  +  K  +  K  K   K   K   K   K   K   K
      all_done                     + + + +  +  +  +  +  +  +  +  +  +  +   +   +   +   +   +   +
      all_done_min_one_success     + U U K  +  +  +  +  U  U  U  U  U  K   +   +   +   +   +   U
      all_skipped                  K K K +  K  K  K  K  K  K  K  K  K  +   K   K   K   K   K   K
      one_failed                   K + + K  K  +  +  K  +  +  +  +  +  K   +   +   K   +   K   +
      one_success                  + U U K  +  +  +  +  U  U  U  U  U  K   +   +   +   +   +   U
      one_done                     + + K K  +  +  +  +  +  +  +  K  K  K   +   +   +   +   +   +
      none_failed                  + U U +  +  U  U  +  U  U  U  U  U  +   U   U   +   U   +   U
      none_failed_min_one_success  + U U K  +  U  U  +  U  U  U  U  U  K   U   U   +   U   +   U
      none_skipped                 + + + K  +  +  +  K  +  +  K  +  K  K   K   K   K   +   K   K
      always                       + + + +  +  +  +  +  +  +  +  +  +  +   +   +   +   +   +   +
      """;

  /// One cell of the table.
  record Cell(TriggerRule rule, String ends, String result) {}

  static Stream<Cell> cells() {
    var lines = TABLE.lines().map(line -> line.trim().split("\\s+")).toList();
    var cells = new ArrayList<Cell>();
    for (var line : lines.subList(1, lines.size())) {
      for (var column = 1; column < line.length; column++) {
        var rule = TriggerRule.valueOf(line[0].toUpperCase(Locale.ROOT));
        cells.add(new Cell(rule, lines.getFirst()[column], line[column]));
      }
    }
    return cells.stream();
  }

  @ParameterizedTest
  @EnumSource(TriggerRule.class)
  void every_rule_has_its_line(TriggerRule rule) {
    assertThat(cells().filter(cell -> cell.rule() == rule)).hasSize(20);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void a_rule_says_what_its_line_says(Cell cell) {
    var tasks = new ArrayList<TaskSpec>();
    var names = new ArrayList<String>();
    for (var end : cell.ends().toCharArray()) {
      var name = "need" + names.size();
      names.add(name);
      tasks.addAll(needThatCanEndAs(end, name));
    }
    tasks.add(task("judged").needs(names.toArray(String[]::new)).trigger(cell.rule()));
    var tale = given(dag(tasks.toArray(TaskSpec[]::new)));

    for (var i = 0; i < names.size(); i++) {
      endAs(cell.ends().charAt(i), names.get(i), tale);
    }

    tale.then(leaves("judged", expected(cell.result())));
  }

  private static List<TaskSpec> needThatCanEndAs(char end, String name) {
    return switch (end) {
      case 'S', 'F' -> List.of(task(name));
      case 'U' -> List.of(task("before_" + name), task(name).needs("before_" + name));
      case 'K' -> List.of(task(name).when(Condition.FALSE));
      default -> throw new AssertionError(end);
    };
  }

  private static void endAs(char end, String name, Tale tale) {
    switch (end) {
      case 'S' -> tale.when(succeeded(name)).then(leaves(name, TaskState.SUCCEEDED));
      case 'F' -> tale.when(failed(name, "Some.Error")).then(leaves(name, TaskState.FAILED));
      case 'U' ->
          tale.when(failed("before_" + name, "Some.Error"))
              .then(leaves(name, TaskState.UPSTREAM_FAILED));
      case 'K' -> tale.then(leaves(name, TaskState.SKIPPED));
      default -> throw new AssertionError(end);
    }
  }

  private static TaskState expected(String result) {
    return switch (result) {
      case "+" -> TaskState.DISPATCHED;
      case "U" -> TaskState.UPSTREAM_FAILED;
      case "K" -> TaskState.SKIPPED;
      default -> throw new AssertionError(result);
    };
  }

  /// What the line of a rule says when needs are still open: nothing, unless its result cannot
  /// change any more; and a start only for the rules that start "at once".
  @ParameterizedTest
  @EnumSource(TriggerRule.class)
  void a_rule_is_decided_as_soon_as_its_result_cannot_change(TriggerRule rule) {
    var atOnce =
        EnumSet.of(
            TriggerRule.ONE_FAILED,
            TriggerRule.ONE_SUCCESS,
            TriggerRule.ONE_DONE,
            TriggerRule.ALWAYS);
    for (var ended : endings(3)) {
      for (var open = 1; open <= 3; open++) {
        var possible = EnumSet.noneOf(Verdict.class);
        for (var rest : endings(open)) {
          if (rest.succeeded() + rest.anyFailed() + rest.skipped() == open) {
            possible.add(rule.judge(sum(ended, rest, 0)));
          }
        }
        var certain = possible.size() == 1;
        var starts = possible.contains(Verdict.START);
        var expected =
            certain && (!starts || atOnce.contains(rule))
                ? possible.iterator().next()
                : Verdict.WAIT;
        assertThat(rule.judge(sum(ended, NeedCounts.unpack(0, 0), open)))
            .as("%s with %s and %d open", rule.word(), ended, open)
            .isEqualTo(expected);
      }
    }
  }

  /// All ways in which up to `most` needs can have ended.
  private static List<NeedCounts> endings(int most) {
    var all = new ArrayList<NeedCounts>();
    for (var s = 0; s <= most; s++) {
      for (var f = 0; s + f <= most; f++) {
        for (var u = 0; s + f + u <= most; u++) {
          for (var k = 0; s + f + u + k <= most; k++) {
            all.add(new NeedCounts(s + f + u + k, s, f, u, k));
          }
        }
      }
    }
    return all;
  }

  private static NeedCounts sum(NeedCounts one, NeedCounts other, int open) {
    return new NeedCounts(
        one.needs() + other.needs() + open,
        one.succeeded() + other.succeeded(),
        one.failed() + other.failed(),
        one.upstreamFailed() + other.upstreamFailed(),
        one.skipped() + other.skipped());
  }
}
