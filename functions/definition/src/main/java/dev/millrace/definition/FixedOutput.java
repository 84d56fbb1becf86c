package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/// Rewrites one task of a document so that it gives a fixed output.
final class FixedOutput {
  /// The action that gives a literal value.
  private static final String PASS = "pass";

  /// What says how the action acts, and so goes with it.
  private static final List<String> OF_ACTION =
      List.of("map", "output", "retry", "timeout", "heartbeat", "idempotent");

  private FixedOutput() {}

  /// @param action the key of the task's action
  static JsonNode of(JsonNode document, String task, String action, JsonNode output) {
    var copy = (ObjectNode) document.deepCopy();
    var rewritten = (ObjectNode) copy.path("tasks").path(task);
    rewritten.remove(action);
    rewritten.remove(OF_ACTION);
    rewritten.set(PASS, literal(output));
    return copy;
  }

  /// A template that evaluates to exactly this value.
  private static JsonNode literal(JsonNode value) {
    return switch (value) {
      case TextNode text -> TextNode.valueOf(text.textValue().replace("${", "$${"));
      case ArrayNode array -> {
        var literal = JsonNodeFactory.instance.arrayNode(array.size());
        array.forEach(item -> literal.add(literal(item)));
        yield literal;
      }
      case ObjectNode object -> {
        var literal = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(field -> literal.set(field.getKey(), literal(field.getValue())));
        yield literal;
      }
      default -> value;
    };
  }
}
