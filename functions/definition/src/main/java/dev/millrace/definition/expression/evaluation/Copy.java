package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Copies values with all that is within them, and knows its own copies.
public final class Copy {
  private final Budget budget;
  private final Set<JsonNode> objects = Collections.newSetFromMap(new IdentityHashMap<>());

  public Copy(Budget budget) {
    this.budget = budget;
  }

  public JsonNode of(JsonNode value) {
    return switch (value) {
      case ArrayNode list -> ofList(list);
      case ObjectNode object -> ofObject(object);
      default -> value;
    };
  }

  /// Whether this made the object.
  boolean made(ObjectNode object) {
    return objects.contains(object);
  }

  private JsonNode ofList(ArrayNode list) {
    budget.enter();
    var copy = new ArrayNode(JsonNodeFactory.instance);
    for (var element : list) {
      budget.step();
      copy.add(of(element));
    }
    budget.leave();
    return copy;
  }

  private JsonNode ofObject(ObjectNode object) {
    budget.enter();
    var copy = new ObjectNode(JsonNodeFactory.instance);
    for (var field : object.properties()) {
      budget.step();
      copy.set(field.getKey(), of(field.getValue()));
    }
    objects.add(copy);
    budget.leave();
    return copy;
  }
}
