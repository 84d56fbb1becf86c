package dev.millrace.definition.expression;

import dev.millrace.core.ErrorName;

/// What became of a condition such as `when` or `until`.
public sealed interface Condition {
  /// The expression gave true.
  record Holds() implements Condition {}

  /// The expression gave false.
  record DoesNotHold() implements Condition {}

  /// The expression failed, or gave neither true nor false (`Expression.NotBoolean`): JSONata would
  /// take any value as true or false, which hides mistakes in a document.
  record Failed(ErrorName error, String cause) implements Condition {}
}
