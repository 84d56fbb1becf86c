package dev.millrace.testkit.reference;

import dev.millrace.core.ErrorName;
import java.time.Duration;
import java.util.Optional;

/// What one attempt came to, in the end: parked attempts when their answer came.
public sealed interface AttemptEnd {
  /// It gave an output.
  record Succeeded() implements AttemptEnd {}

  /// It failed.
  ///
  /// @param retryAfter the delay that a server asked for
  record Failed(ErrorName error, Optional<Duration> retryAfter) implements AttemptEnd {}
}
