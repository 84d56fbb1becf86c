package dev.millrace.definition.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.expression.function.StandardFunctions;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is written, compiling says yes or no, and evaluating gives a value, nothing or a
/// failure: the same each time, and without a change to what it read.
class FuzzTest {
  private static final int SEEDS = 40;
  private static final int EXPRESSIONS_A_SEED = 500;
  private static final Limits LIMITS = new Limits(20_000, 500, 100_000);

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void any_expression_ends_as_an_evaluation(long seed) {
    var writer = new ExpressionWriter(new Random(seed));
    var sample = Compiled.sample();
    var before = sample.deepCopy();
    var scope =
        Compiled.EMPTY
            .with(Root.INPUT, sample)
            .withTask("a", () -> Compiled.json("{\"output\": [1, \"x\", {\"b\": null}]}"));
    int compiled = 0;
    for (int i = 0; i < EXPRESSIONS_A_SEED; i++) {
      var text = writer.expression();
      if (Expression.compile(text) instanceof Compilation.Compiled(var expression)) {
        compiled++;
        var first = expression.evaluate(scope, LIMITS);
        assertThat(expression.evaluate(scope, LIMITS)).as(text).isEqualTo(first);
        if (first instanceof Evaluation.Value(JsonNode value)) {
          assertThat(Compiled.json(value.toString())).as(text).isNotNull();
        }
        assertThat(sample).as(text).isEqualTo(before);
      }
    }
    assertThat(compiled).as("expressions that compile").isGreaterThan(EXPRESSIONS_A_SEED / 5);
  }

  /// Writes expressions that are likely to compile and unlikely to make sense.
  private static final class ExpressionWriter {
    private static final List<String> LEAVES =
        List.of(
            "1",
            "-2",
            "0",
            "1.5",
            "1e300",
            "9007199254740993",
            "9223372036854775807",
            "'a'",
            "'a,b,c'",
            "'2020-01-01'",
            "''",
            "'😀é'",
            "'%E0%A4%A'",
            "'#,##0.00'",
            "'[Y]-[M01]'",
            "null",
            "true",
            "false",
            "[]",
            "{}",
            "$",
            "$v",
            "$w",
            "*",
            "%",
            "**",
            "/a+/",
            "/(a|b)*c/i",
            "[1,2,3]",
            "input",
            "input.day",
            "input.orders",
            "input.orders.lines",
            "input.nested",
            "input.sizes",
            "input.id",
            "tasks.a.output",
            "$$.input.tags");
    private static final List<String> OPERATORS =
        List.of(
            "+", "-", "*", "/", "%", "=", "!=", "<", "<=", ">", ">=", " and ", " or ", " in ", "&",
            " ~> ", " ?? ", " ?: ", ".");
    private static final List<String> FUNCTIONS =
        List.copyOf(new TreeSet<>(StandardFunctions.BY_NAME.keySet()));

    private final Random random;

    ExpressionWriter(Random random) {
      this.random = random;
    }

    String expression() {
      return "($v := input.orders; $w := 3; " + part(2 + random.nextInt(4)) + ")";
    }

    private String pick(List<String> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    private String part(int depth) {
      if (depth == 0) {
        return pick(LEAVES);
      }
      int less = depth - 1;
      return switch (random.nextInt(20)) {
        case 0, 1, 2 -> "(" + part(less) + ")" + pick(OPERATORS) + part(less);
        case 3 -> "(" + part(less) + ")[" + part(less) + "]";
        case 4 -> "[" + part(less) + ", " + part(less) + "]";
        case 5 -> "[" + part(less) + ".." + part(less) + "]";
        case 6 -> "{" + part(less) + ": " + part(less) + ", 'k': " + part(less) + "}";
        case 7 -> "(" + part(less) + "){" + part(less) + ": " + part(less) + "}";
        case 8 -> "(" + part(less) + " ? " + part(less) + " : " + part(less) + ")";
        case 9 -> "(" + part(less) + ")^(" + part(less) + ", >" + part(less) + ")";
        case 10 -> "(" + part(less) + ")" + (random.nextBoolean() ? "#$v." : "@$v.") + part(less);
        case 11 -> "(" + part(less) + ")[]";
        case 12 -> "(" + part(less) + ") ~> |" + part(less) + "|" + part(less) + "|";
        case 13 -> "$map(" + part(less) + ", function($v, $w) {" + part(less) + "})";
        case 14 -> "(function($v) {" + part(less) + "})(" + part(less) + ")";
        case 15 -> "$" + pick(FUNCTIONS) + "(?, " + part(less) + ")(" + part(less) + ")";
        case 16 -> "($w := " + part(less) + "; " + part(less) + ")";
        default -> call(less);
      };
    }

    private String call(int depth) {
      var arguments = random.ints(random.nextInt(4), 0, 1).mapToObj(_ -> part(depth)).toList();
      return "$" + pick(FUNCTIONS) + "(" + String.join(", ", arguments) + ")";
    }
  }
}
