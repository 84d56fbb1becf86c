package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// A list that came of selecting values rather than of writing a list: with one value it is that
/// value, with none it is nothing. A list from a JSON document is never one.
@SuppressWarnings(
    "unchecked") // ArrayNode.deepCopy overrides a generic method, and javac says so here
public final class Sequence extends ArrayNode {
  private boolean keepsSingleton;

  public Sequence() {
    super(JsonNodeFactory.instance);
  }

  /// The sequence of one value, which may be missing.
  static Sequence of(JsonNode value) {
    var sequence = new Sequence();
    sequence.add(value);
    return sequence;
  }

  /// Whether it stays a list even with one value (`[]` was written).
  boolean keepsSingleton() {
    return keepsSingleton;
  }

  /// The same values in a sequence that stays a list.
  Sequence keptAsList(Budget budget) {
    if (keepsSingleton) {
      return this;
    }
    // A copy: a variable may hold this very sequence.
    budget.elements(size());
    var kept = new Sequence();
    kept.addAll(this);
    kept.keepsSingleton = true;
    return kept;
  }
}
