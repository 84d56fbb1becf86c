package dev.millrace.definition;

import static dev.millrace.definition.TestKinds.accepted;
import static dev.millrace.definition.TestKinds.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.plan.Plan;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The largest DAGs that are allowed, and one step beyond.
class LargeDocumentsTest {
  @Test
  void a_chain_of_10_000_tasks_reads_what_stands_at_its_beginning() {
    var chain =
        IntStream.range(0, 10_000)
            .mapToObj(
                i ->
                    i == 0
                        ? "  t0: {pass: 1}"
                        : "  t%d: {needs: [t%d], pass: \"${ tasks.t%d.output }\"}"
                            .formatted(i, i - 1, i / 2))
            .collect(Collectors.joining("\n", "dag: chain\ntasks:\n", "\n"));

    assertThat(accepted(chain).plan().size()).isEqualTo(10_000);
  }

  @Test
  void a_hundred_layers_of_a_hundred_tasks_may_read_all_layers_above() {
    // Short names: a task of the densest graph has a hundred needs, and a document 4 MB.
    var layers =
        IntStream.range(0, 10_000)
            .mapToObj(
                i -> {
                  var layer = i / 100;
                  var needs =
                      IntStream.range(0, layer == 0 ? 0 : 100)
                          .filter(n -> layer % 4 == 0 || n % 4 == i % 4)
                          .mapToObj(n -> name(layer - 1, n))
                          .collect(Collectors.joining(","));
                  var read =
                      layer < 5
                          ? "1"
                          : "\"${tasks.%s.output}\"".formatted(name(layer - 5, i % 100));
                  return " %s: {needs: [%s],pass: %s}".formatted(name(layer, i % 100), needs, read);
                })
            .collect(Collectors.joining("\n", "dag: layers\ntasks:\n", "\n"));

    assertThat(accepted(layers).plan().needsOf(9_999).size()).isEqualTo(25);
  }

  @Test
  void a_task_may_have_9_999_needs_and_not_one_more_task_may_follow() {
    var fan = fanOf(9_999);
    assertThat(accepted(fan).plan().needsOf(9_999).size()).isEqualTo(9_999);

    assertThat(refused(fan + "  one_more: {pass: 1}\n"))
        .extracting(Problem::message)
        .containsExactly("the DAG has 10,001 tasks; at most 10,000 are allowed.");
  }

  @Test
  void more_needs_than_allowed_are_refused_in_one_problem() {
    var needs = "a,".repeat(Plan.NEEDS_MAX + 1);

    assertThat(
            refused("dag: needs\ntasks:\n  a: {pass: 1}\n  b: {needs: [" + needs + "], pass: 1}"))
        .extracting(Problem::message)
        .containsExactly("task \"b\" has 10,001 needs; at most 10,000 are allowed.");
  }

  @Test
  void of_very_many_problems_the_first_are_shown_and_the_rest_is_counted() {
    var broken =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "  t%d: {needs: [x%d], pass: 1}".formatted(i, i))
            .collect(Collectors.joining("\n", "dag: broken\ntasks:\n", "\n"));

    var problems = refused(broken);

    assertThat(problems).hasSize(DagReader.PROBLEMS_MAX + 1);
    assertThat(problems.getFirst().line()).isEqualTo(3);
    assertThat(problems.getLast().message()).isEqualTo("9,900 more problems follow from here on.");
    assertThat(problems.getLast().line()).isEqualTo(103);
  }

  @Test
  void an_expression_has_a_longest_text() {
    var longest = "1" + " ".repeat(8 * 1024 - 1);

    assertThat(accepted("dag: d\ntasks: {a: {pass: \"${" + longest + "}\"}}").tasks()).hasSize(1);
    assertThat(refused("dag: d\ntasks: {a: {pass: \"${ " + longest + "}\"}}"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("longer than 8192"));
  }

  private static String fanOf(int width) {
    var tasks =
        IntStream.range(0, width)
            .mapToObj(i -> "  t%d: {pass: 1}".formatted(i))
            .collect(Collectors.joining("\n"));
    var needs = IntStream.range(0, width).mapToObj(i -> "t" + i).collect(Collectors.joining(", "));
    return "dag: fan\ntasks:\n" + tasks + "\n  end: {needs: [" + needs + "], pass: 1}\n";
  }

  private static String name(int layer, int place) {
    return "t" + Integer.toString(layer * 100 + place, 36);
  }
}
