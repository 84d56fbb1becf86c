package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/// Which values JSONata takes as true.
public final class Truth {
  private Truth() {}

  /// False for nothing, null, functions, zero and what is empty; a list is true when one of its
  /// elements is.
  public static boolean of(JsonNode value, Budget budget) {
    return switch (Kind.of(value)) {
      case MISSING, NULL, FUNCTION -> false;
      case BOOLEAN -> value.booleanValue();
      case NUMBER -> value.doubleValue() != 0;
      case STRING -> !value.textValue().isEmpty();
      case OBJECT -> !value.isEmpty();
      case ARRAY -> ofAny((ArrayNode) value, budget);
    };
  }

  private static boolean ofAny(ArrayNode list, Budget budget) {
    budget.enter();
    boolean any = false;
    for (int i = 0; i < list.size() && !any; i++) {
      budget.reads(1);
      any = of(list.get(i), budget);
    }
    budget.leave();
    return any;
  }
}
