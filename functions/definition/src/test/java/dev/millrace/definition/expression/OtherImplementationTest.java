package dev.millrace.definition.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Utils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.MathContext;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The evaluator agrees with com.dashjoin:jsonata, another implementation of JSONata, over
/// expressions that make sense. What the two do differently on purpose is not generated: whole
/// numbers beyond 2^53, regular expressions, time. Of errors only that there is one counts.
class OtherImplementationTest {
  private static final int SEEDS = 30;
  private static final int EXPRESSIONS_A_SEED = 50;

  /// Both count in doubles where numbers have fractions, but not in the same order.
  private static final MathContext DIGITS = new MathContext(14);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode sample = Compiled.sample();
  private final Scope scope = Compiled.EMPTY.with(Root.INPUT, sample);

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void both_give_the_same(long seed) {
    var writer = new SensibleExpressions(new Random(seed));
    int values = 0;
    for (int i = 0; i < EXPRESSIONS_A_SEED; i++) {
      var text = writer.any(1 + (int) (seed % 3));
      var there = there(text);
      if (there.isPresent()) {
        assertThat(here(text)).as("seed %d: %s", seed, text).isEqualTo(there.get());
        values += there.get().equals("nothing") || there.get().equals("fails") ? 0 : 1;
      }
    }
    assertThat(values).as("expressions with a value").isGreaterThan(EXPRESSIONS_A_SEED / 2);
  }

  private String here(String text) {
    return switch (Compiled.expression(text).evaluate(scope)) {
      case Evaluation.Value(var value) -> normalized(value);
      case Evaluation.Nothing _ -> "nothing";
      case Evaluation.Failed _ -> "fails";
    };
  }

  /// What the other one gives; empty where it breaks on a fault of its own, such as casting an
  /// Integer to a Double while it sorts.
  private Optional<String> there(String text) {
    var input = JSON.convertValue(JSON.createObjectNode().set("input", sample), Object.class);
    try {
      var jsonata = Jsonata.jsonata(text);
      jsonata.setOutputConvertNulls(false);
      var result = jsonata.evaluate(input);
      return Optional.of(
          result == null ? "nothing" : normalized(JSON.valueToTree(Utils.convertNulls(result))));
    } catch (JException e) {
      return Optional.of("fails");
    } catch (ClassCastException e) {
      return Optional.empty();
    }
  }

  /// Numbers by their value: one writes 2.0 where the other writes 2.
  private static String normalized(JsonNode value) {
    return switch (value.getNodeType()) {
      case NUMBER -> value.decimalValue().round(DIGITS).stripTrailingZeros().toPlainString();
      case ARRAY ->
          value
              .valueStream()
              .map(OtherImplementationTest::normalized)
              .collect(Collectors.joining(",", "[", "]"));
      case OBJECT ->
          value.properties().stream()
              .map(field -> field.getKey() + ":" + normalized(field.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      default -> value.toString();
    };
  }
}
