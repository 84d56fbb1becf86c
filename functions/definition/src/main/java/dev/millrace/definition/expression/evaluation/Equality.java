package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/// Whether two values are the same: numbers by value, objects whatever the order of their fields.
public final class Equality {
  private Equality() {}

  /// Never true for a missing value.
  public static boolean of(JsonNode left, JsonNode right, Budget budget) {
    budget.reads(1);
    var kind = Kind.of(left);
    if (kind != Kind.of(right)) {
      return false;
    }
    return switch (kind) {
      case MISSING -> false;
      case NULL -> true;
      case BOOLEAN -> left.booleanValue() == right.booleanValue();
      case NUMBER -> Numbers.compare(left, right) == 0;
      case STRING -> ofTexts(left.textValue(), right.textValue(), budget);
      case FUNCTION -> left.equals(right);
      case ARRAY -> ofLists((ArrayNode) left, (ArrayNode) right, budget);
      case OBJECT -> ofObjects(left, right, budget);
    };
  }

  private static boolean ofTexts(String left, String right, Budget budget) {
    if (left.length() != right.length()) {
      return false;
    }
    budget.reads(left.length());
    return left.equals(right);
  }

  private static boolean ofLists(ArrayNode left, ArrayNode right, Budget budget) {
    if (left.size() != right.size()) {
      return false;
    }
    budget.enter();
    boolean same = true;
    for (int i = 0; i < left.size() && same; i++) {
      same = of(left.get(i), right.get(i), budget);
    }
    budget.leave();
    return same;
  }

  private static boolean ofObjects(JsonNode left, JsonNode right, Budget budget) {
    if (left.size() != right.size()) {
      return false;
    }
    budget.enter();
    boolean same = true;
    for (var field : left.properties()) {
      budget.elements(1);
      // A field that is not there is missing, which equals nothing.
      if (!of(field.getValue(), right.path(field.getKey()), budget)) {
        same = false;
        break;
      }
    }
    budget.leave();
    return same;
  }
}
