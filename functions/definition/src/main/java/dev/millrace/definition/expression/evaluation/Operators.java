package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.definition.expression.syntax.Operator;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;

/// What the operators between two values give, but for `and` and `or`, which may not need the
/// second.
final class Operators {
  private Operators() {}

  static JsonNode apply(Operator operator, JsonNode left, JsonNode right, Budget budget) {
    return switch (operator) {
      case ADD -> calculate(operator, left, right, Numbers::add);
      case SUBTRACT -> calculate(operator, left, right, Numbers::subtract);
      case MULTIPLY -> calculate(operator, left, right, Numbers::multiply);
      case DIVIDE -> calculate(operator, left, right, Numbers::divide);
      case REMAINDER -> calculate(operator, left, right, Numbers::remainder);
      case LESS -> compare(operator, left, right, budget, order -> order < 0);
      case LESS_OR_EQUAL -> compare(operator, left, right, budget, order -> order <= 0);
      case GREATER -> compare(operator, left, right, budget, order -> order > 0);
      case GREATER_OR_EQUAL -> compare(operator, left, right, budget, order -> order >= 0);
      case EQUAL -> bothPresent(left, right, Equality.of(left, right, budget));
      case NOT_EQUAL -> bothPresent(left, right, !Equality.of(left, right, budget));
      case CONCATENATE -> concatenate(left, right, budget);
      case IN -> BooleanNode.valueOf(isIn(left, right, budget));
      case RANGE -> range(left, right, budget);
      case AND, OR -> throw new IllegalStateException("evaluated without its right side first");
    };
  }

  /// Nothing equals nothing, and nothing differs from it either.
  private static JsonNode bothPresent(JsonNode left, JsonNode right, boolean result) {
    return BooleanNode.valueOf(!left.isMissingNode() && !right.isMissingNode() && result);
  }

  private static JsonNode calculate(
      Operator operator, JsonNode left, JsonNode right, BinaryOperator<JsonNode> calculation) {
    requireNumber(operator, "left", left);
    requireNumber(operator, "right", right);
    return left.isMissingNode() || right.isMissingNode()
        ? MissingNode.getInstance()
        : calculation.apply(left, right);
  }

  private static void requireNumber(Operator operator, String side, JsonNode value) {
    if (!value.isNumber() && !value.isMissingNode()) {
      throw new Halt.Fault(
          "%s needs a number on its %s and found %s"
              .formatted(operator.symbol(), side, Kind.describe(value)));
    }
  }

  private static JsonNode compare(
      Operator operator, JsonNode left, JsonNode right, Budget budget, IntPredicate holds) {
    requireComparable(operator, left);
    requireComparable(operator, right);
    if (left.isMissingNode() || right.isMissingNode()) {
      return MissingNode.getInstance();
    }
    if (Kind.of(left) != Kind.of(right)) {
      throw new Halt.Fault(
          "%s cannot compare %s with %s"
              .formatted(operator.symbol(), Kind.describe(left), Kind.describe(right)));
    }
    return BooleanNode.valueOf(holds.test(order(left, right, budget)));
  }

  private static void requireComparable(Operator operator, JsonNode value) {
    if (!value.isNumber() && !value.isTextual() && !value.isMissingNode()) {
      throw new Halt.Fault(
          "%s compares numbers or texts and found %s"
              .formatted(operator.symbol(), Kind.describe(value)));
    }
  }

  /// The order of two numbers, or of two texts by their UTF-16 units.
  static int order(JsonNode left, JsonNode right, Budget budget) {
    if (left.isNumber()) {
      return Numbers.compare(left, right);
    }
    budget.reads(Math.min(left.textValue().length(), right.textValue().length()));
    return left.textValue().compareTo(right.textValue());
  }

  private static JsonNode concatenate(JsonNode left, JsonNode right, Budget budget) {
    var first = Texts.of(left, budget);
    var second = Texts.of(right, budget);
    budget.makes((long) first.length() + second.length());
    return TextNode.valueOf(first + second);
  }

  private static boolean isIn(JsonNode value, JsonNode list, Budget budget) {
    if (!(list instanceof ArrayNode elements)) {
      return Equality.of(value, list, budget);
    }
    for (int i = 0; i < elements.size(); i++) {
      if (Equality.of(value, elements.get(i), budget)) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode range(JsonNode from, JsonNode to, Budget budget) {
    requireWhole("begin", from);
    requireWhole("end", to);
    if (from.isMissingNode() || to.isMissingNode()) {
      return MissingNode.getInstance();
    }
    long first = Numbers.whole(from).orElseThrow();
    long last = Numbers.whole(to).orElseThrow();
    if (first > last) {
      return MissingNode.getInstance();
    }
    // Bounds of opposite signs can be further apart than a long can say.
    long size = last - first + 1;
    budget.steps(size <= 0 ? Long.MAX_VALUE : size);
    var range = new Sequence();
    for (long i = 0; i < size; i++) {
      range.add(Numbers.of(first + i));
    }
    return range;
  }

  private static void requireWhole(String bound, JsonNode value) {
    if (!value.isMissingNode() && (!value.isNumber() || Numbers.whole(value).isEmpty())) {
      throw new Halt.Fault(
          ".. must %s with a whole number and found %s".formatted(bound, Kind.describe(value)));
    }
  }
}
