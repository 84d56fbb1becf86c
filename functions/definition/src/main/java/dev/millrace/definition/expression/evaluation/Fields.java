package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/// Reading fields: by name, all of them, or all that lies within.
public final class Fields {
  private Fields() {}

  /// The field of an object, or those of all objects in a list; missing where there is none.
  public static JsonNode named(String name, JsonNode value, Budget budget) {
    if (value.isObject()) {
      return value.path(name);
    }
    if (!(value instanceof ArrayNode list)) {
      return MissingNode.getInstance();
    }
    budget.enter();
    var found = new Sequence();
    for (int i = 0; i < list.size(); i++) {
      budget.elements(1);
      Lists.append(found, named(name, list.get(i), budget), budget);
    }
    budget.leave();
    return found;
  }

  /// The values of all fields; of a list, its elements.
  static JsonNode all(JsonNode value, Budget budget) {
    var found = new Sequence();
    if (value.isContainerNode()) {
      for (var element : value) {
        budget.elements(1);
        if (element.isArray()) {
          flatten(element, found, budget);
        } else {
          found.add(element);
        }
      }
    }
    return found;
  }

  private static void flatten(JsonNode list, Sequence into, Budget budget) {
    budget.enter();
    for (var element : list) {
      budget.elements(1);
      if (element.isArray()) {
        flatten(element, into, budget);
      } else {
        into.add(element);
      }
    }
    budget.leave();
  }

  /// A value and all within it, but for lists themselves.
  static JsonNode descendants(JsonNode value, Budget budget) {
    var found = new Sequence();
    if (!value.isMissingNode()) {
      descend(value, found, budget);
    }
    return found;
  }

  private static void descend(JsonNode value, Sequence into, Budget budget) {
    budget.enter();
    if (!value.isArray()) {
      budget.elements(1);
      into.add(value);
    }
    for (var element : value) {
      descend(element, into, budget);
    }
    budget.leave();
  }
}
