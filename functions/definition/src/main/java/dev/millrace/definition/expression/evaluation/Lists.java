package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/// Adding to lists, paid for.
public final class Lists {
  private Lists() {}

  /// Adds a value: each of its elements when it is a list, nothing when it is missing.
  public static void append(ArrayNode list, JsonNode value, Budget budget) {
    if (value instanceof ArrayNode elements) {
      budget.elements(elements.size());
      list.addAll(elements);
    } else {
      add(list, value, budget);
    }
  }

  /// Adds a value as it is, unless it is missing.
  public static void add(ArrayNode list, JsonNode value, Budget budget) {
    if (!value.isMissingNode()) {
      budget.elements(1);
      list.add(value);
    }
  }
}
