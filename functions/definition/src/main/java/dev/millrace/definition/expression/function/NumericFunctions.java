package dev.millrace.definition.expression.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.definition.expression.evaluation.Evaluator;
import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.evaluation.NativeFunction;
import dev.millrace.definition.expression.evaluation.Numbers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.IntPredicate;

/// Functions of numbers and of lists of numbers.
final class NumericFunctions {
  /// Beyond this many places before or behind the point no double has digits.
  private static final int PLACES_MAX = 400;

  /// No power of a whole number but 0, 1 and -1 with a larger exponent fits into 64 bits.
  private static final int EXACT_EXPONENT_MAX = 62;

  private NumericFunctions() {}

  static List<NativeFunction> all() {
    return List.of(
        Define.function("sum", "<a<n>:n>", (evaluator, args) -> sum(args, evaluator)),
        Define.function("average", "<a<n>:n>", NumericFunctions::average),
        Define.function("max", "<a<n>:n>", (evaluator, args) -> best(args, evaluator, o -> o > 0)),
        Define.function("min", "<a<n>:n>", (evaluator, args) -> best(args, evaluator, o -> o < 0)),
        Define.function("floor", "<n-:n>", (_, args) -> floor(args.getFirst())),
        Define.function("ceil", "<n-:n>", (_, args) -> ceil(args.getFirst())),
        Define.function("round", "<n-n?:n>", (_, args) -> round(args)),
        Define.function("abs", "<n-:n>", (_, args) -> abs(args.getFirst())),
        Define.function("sqrt", "<n-:n>", (_, args) -> sqrt(args.getFirst())),
        Define.function("power", "<n-n:n>", (_, args) -> power(args.get(0), args.get(1))),
        Define.total(
            "random", "<:n>", (evaluator, _) -> Numbers.of(evaluator.randomness().next())));
  }

  private static JsonNode sum(List<JsonNode> args, Evaluator evaluator) {
    var list = (ArrayNode) args.getFirst();
    evaluator.budget().elements(list.size());
    JsonNode sum = Numbers.of(0);
    for (var number : list) {
      sum = Numbers.add(sum, number);
    }
    return sum;
  }

  private static JsonNode average(Evaluator evaluator, List<JsonNode> args) {
    var list = (ArrayNode) args.getFirst();
    return list.isEmpty()
        ? MissingNode.getInstance()
        : Numbers.divide(sum(args, evaluator), Numbers.of(list.size()));
  }

  private static JsonNode best(List<JsonNode> args, Evaluator evaluator, IntPredicate isBetter) {
    var list = (ArrayNode) args.getFirst();
    evaluator.budget().elements(list.size());
    JsonNode best = MissingNode.getInstance();
    for (var number : list) {
      if (best.isMissingNode() || isBetter.test(Numbers.compare(number, best))) {
        best = number;
      }
    }
    return best;
  }

  static JsonNode floor(JsonNode number) {
    return number.isIntegralNumber() ? number : Numbers.of(Math.floor(number.doubleValue()));
  }

  private static JsonNode ceil(JsonNode number) {
    return number.isIntegralNumber() ? number : Numbers.of(Math.ceil(number.doubleValue()));
  }

  private static JsonNode round(List<JsonNode> args) {
    var number = args.get(0);
    int places =
        args.get(1).isMissingNode() ? 0 : Define.clamped(args.get(1), -PLACES_MAX, PLACES_MAX);
    if (number.isIntegralNumber() && places >= 0) {
      return number;
    }
    return ofDecimal(number.decimalValue().setScale(places, RoundingMode.HALF_EVEN));
  }

  /// A number without its fraction, rounded half to even.
  static JsonNode rounded(JsonNode number) {
    return round(List.of(number, MissingNode.getInstance()));
  }

  private static JsonNode ofDecimal(BigDecimal value) {
    var exact = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    return exact.scale() <= 0 && exact.precision() - exact.scale() < 19
        ? Numbers.of(exact.longValueExact())
        : Numbers.of(exact.doubleValue());
  }

  private static JsonNode abs(JsonNode number) {
    return Numbers.compare(number, Numbers.of(0)) < 0 ? Numbers.negate(number) : number;
  }

  private static JsonNode sqrt(JsonNode number) {
    if (number.doubleValue() < 0) {
      throw new Halt.Fault("$sqrt cannot take the root of the negative number " + number);
    }
    return Numbers.of(StrictMath.sqrt(number.doubleValue()));
  }

  private static JsonNode power(JsonNode base, JsonNode exponent) {
    if (exponent.isMissingNode()) {
      return exponent;
    }
    var wholeBase = Numbers.whole(base);
    var wholeExponent = Numbers.whole(exponent);
    if (wholeBase.isPresent()
        && wholeExponent.isPresent()
        && wholeExponent.getAsLong() >= 0
        && wholeExponent.getAsLong() <= EXACT_EXPONENT_MAX) {
      var exact = BigInteger.valueOf(wholeBase.getAsLong()).pow((int) wholeExponent.getAsLong());
      if (exact.bitLength() < Long.SIZE) {
        return Numbers.of(exact.longValue());
      }
    }
    // StrictMath, because the same run must give the same number on every machine.
    double power = StrictMath.pow(base.doubleValue(), exponent.doubleValue());
    if (!Double.isFinite(power)) {
      throw new Halt.Fault("$power(" + base + ", " + exponent + ") is out of range");
    }
    return Numbers.of(power);
  }
}
