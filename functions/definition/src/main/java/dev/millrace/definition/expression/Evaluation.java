package dev.millrace.definition.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.core.ErrorName;

/// What an expression or a template gave.
public sealed interface Evaluation {
  /// A JSON value; null counts as one. It may share parts with what the scope provided, so whoever
  /// receives it must not change it.
  record Value(JsonNode value) implements Evaluation {}

  /// Nothing at all, as for a field that is not there. Nothing is not null.
  record Nothing() implements Evaluation {}

  /// The evaluation failed, and would fail again with the same scope.
  ///
  /// @param error `Expression.Failed` or `Expression.TooCostly`
  /// @param cause what went wrong, with the value found, for people
  record Failed(ErrorName error, String cause) implements Evaluation {}

  /// The same with JSON null for nothing: what a whole value in a document becomes.
  default Evaluation nothingAsNull() {
    return switch (this) {
      case Value value -> value;
      case Nothing _ -> new Value(NullNode.getInstance());
      case Failed failed -> failed;
    };
  }
}
