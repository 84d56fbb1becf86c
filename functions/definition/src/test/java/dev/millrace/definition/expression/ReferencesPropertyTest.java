package dev.millrace.definition.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.expression.evaluation.Budget;
import dev.millrace.definition.expression.evaluation.Evaluator;
import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.evaluation.ScopeObject;
import dev.millrace.definition.expression.function.StandardFunctions;
import dev.millrace.definition.expression.syntax.Parser;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// References name all that an evaluation reads: with everything else left out, as [Expression]
/// leaves it out, the result is the same as with all there is.
class ReferencesPropertyTest {
  private static final int SEEDS = 40;
  private static final int EXPRESSIONS_A_SEED = 200;
  private static final JsonNode TASK =
      Compiled.json(
          """
          {"output": {"items": [{"price": 1, "tasks": {"b": {"output": "inner"}}}, {"price": 5}],
           "input": {"x": "inner"}}, "status": "SUCCEEDED", "attempts": 1, "startedAt": "s"}
          """);

  private final JsonNode input =
      Compiled.json("{\"x\": 1, \"tasks\": {\"a\": {\"output\": \"inner\"}}, \"items\": [1, 2]}");

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void what_references_leave_out_is_never_missed(long seed) {
    var random = new Random(seed);
    int values = 0;
    for (int i = 0; i < EXPRESSIONS_A_SEED; i++) {
      var text = part(random, 2 + random.nextInt(3));
      if (Expression.compile(text) instanceof Compilation.Compiled(var expression)) {
        var narrow = Compiled.value(expression.evaluate(scope()));
        var wide = overEverything(text);
        assertThat(narrow.startsWith("Expression.Failed") ? "fault" : narrow)
            .as(text)
            .isEqualTo(wide);
        values += narrow.equals("nothing") || narrow.startsWith("Expression") ? 0 : 1;
      }
    }
    assertThat(values).as("expressions with a value").isGreaterThan(EXPRESSIONS_A_SEED / 10);
  }

  private Scope scope() {
    return Compiled.EMPTY
        .with(Root.INPUT, input)
        .with(Root.RUN, Compiled.json("{\"id\": \"r\"}"))
        .withTask("a", () -> TASK)
        .withTask("b", () -> TASK);
  }

  /// The same evaluation with all names and fields in reach.
  private String overEverything(String text) {
    var everything = new ScopeObject();
    everything.set("input", input);
    everything.set("run", Compiled.json("{\"id\": \"r\"}"));
    var tasks = new ScopeObject();
    tasks.set("a", task());
    tasks.set("b", task());
    everything.set("tasks", tasks);
    var evaluator =
        new Evaluator(
            new Budget(1_000_000, 500), StandardFunctions.BY_NAME, Compiled.NOW, seedOf(text));
    try {
      var value = evaluator.evaluate(Parser.parse(text), everything);
      return value.isMissingNode() ? "nothing" : value.toString();
    } catch (Halt.Fault fault) {
      return "fault";
    }
  }

  private static long seedOf(String text) {
    return 7 ^ text.hashCode();
  }

  private static JsonNode task() {
    var task = new ScopeObject();
    TASK.properties().forEach(field -> task.set(field.getKey(), field.getValue()));
    return task;
  }

  private static final List<String> LEAVES =
      List.of(
          "tasks",
          "tasks.a",
          "tasks.a.output",
          "tasks.b.status",
          "a",
          "b",
          "output",
          "items",
          "input",
          "input.x",
          "input.items",
          "price",
          "run",
          "run.id",
          "$",
          "$$",
          "*",
          "%",
          "$v",
          "x",
          "1",
          "status",
          "attempts",
          "'a'",
          "$$.tasks.b");

  private static String part(Random random, int depth) {
    if (depth == 0) {
      return LEAVES.get(random.nextInt(LEAVES.size()));
    }
    var one = part(random, depth - 1);
    var two = part(random, depth - 1);
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> one + "." + two;
      case 5 -> "(" + one + ")." + two;
      case 6 -> one + ".(" + two + ")";
      case 7, 8 -> one + "[" + two + "]";
      case 9 -> "[" + one + ", " + two + "]";
      case 10 -> one + ".{'k': " + two + "}";
      case 11 -> one + "{'k': " + two + "}";
      case 12 -> "($v := " + one + "; " + two + ")";
      case 13 -> "(" + one + " ? " + two + " : " + one + ")";
      case 14 -> one + "^(" + two + ")";
      case 15 -> "$map(" + one + ", function($v) { " + two + " })";
      case 16 -> one + "@$v." + two;
      case 17 -> one + "#$v." + two;
      case 18 -> "$string(" + one + ") & " + two;
      default -> "(" + one + " ?: " + two + ")";
    };
  }
}
