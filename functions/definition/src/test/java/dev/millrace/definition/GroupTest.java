package dev.millrace.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.TaskName;
import dev.millrace.definition.expression.Evaluation;
import dev.millrace.definition.expression.Scope;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Inline groups: a definition within a definition.
class GroupTest {
  private final Definition definition =
      TestKinds.accepted(TestKinds.text(Path.of("src/test/golden/accepted/groups.yaml")));

  @Test
  void a_group_has_a_plan_of_its_own() {
    var group = group(definition, "handle");
    assertThat(group.tasks())
        .extracting(task -> task.name().text())
        .containsExactly("check", "deep");
    assertThat(group.plan().digest()).isNotEqualTo(definition.plan().digest());
    assertThat(group(group, "deep").tasks())
        .extracting(task -> task.name().text())
        .containsExactly("inner", "fan");
  }

  @Test
  void the_arguments_gather_only_what_the_group_reads_from_around_it() throws Exception {
    var json = new ObjectMapper();
    var base = json.readTree("{\"status\": \"SUCCEEDED\", \"output\": {\"n\": 1, \"m\": 2}}");
    var scope =
        Scope.at(Instant.EPOCH, 1)
            .with("input", JsonNodeFactory.instance.objectNode().put("more", 7))
            .with("order", IntNode.valueOf(3))
            .with("index", IntNode.valueOf(0))
            .withTask("base", () -> base);

    var arguments = definition.task(new TaskName("handle")).orElseThrow().arguments();

    assertThat(arguments.references().taskFields().keySet()).containsExactly("base");
    assertThat(arguments.evaluate(scope))
        .isEqualTo(
            new Evaluation.Value(
                json.readTree(
                    """
                    {"roots": {"input": {"more": 7}, "order": 3, "index": 0},
                     "tasks": {"base": {"output": {"n": 1, "m": 2}, "status": "SUCCEEDED"}}}
                    """)));
  }

  @Test
  void groups_within_groups_end_somewhere() {
    var text = new StringBuilder("dag: deep\ntasks:\n  a0:\n");
    for (var depth = 1; depth <= GroupSection.DEPTH_MAX + 1; depth++) {
      text.append("  ".repeat(2 * depth)).append("tasks:\n");
      text.append("  ".repeat(2 * depth + 1)).append("a").append(depth).append(":\n");
    }
    text.append("  ".repeat(2 * GroupSection.DEPTH_MAX + 4)).append("pass: 1\n");

    assertThat(TestKinds.refused(text.toString()))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).contains("nested more than 10 deep");
              assertThat(problem.mend()).contains("dag");
            });
  }

  private static Definition group(Definition around, String task) {
    return around.task(new TaskName(task)).flatMap(TaskDefinition::group).orElseThrow();
  }
}
