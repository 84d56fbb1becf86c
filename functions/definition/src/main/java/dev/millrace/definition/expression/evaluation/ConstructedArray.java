package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// A list written out as a step of a path: the path keeps it whole where it would unpack others.
@SuppressWarnings(
    "unchecked") // ArrayNode.deepCopy overrides a generic method, and javac says so here
final class ConstructedArray extends ArrayNode {
  ConstructedArray(ArrayNode elements) {
    super(JsonNodeFactory.instance);
    addAll(elements);
  }
}
