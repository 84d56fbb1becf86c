package dev.millrace.testkit.reference;

import dev.millrace.core.ErrorName;

/// What one attempt came to, in the end: parked attempts when their answer came.
public sealed interface AttemptEnd {
  /// It gave an output.
  record Succeeded() implements AttemptEnd {}

  /// It failed.
  record Failed(ErrorName error) implements AttemptEnd {}
}
