package dev.millrace.integrations.wait;

import java.time.Duration;
import java.time.Instant;

/// When a wait is over.
sealed interface WaitEnd {
  /// So long after its start.
  record After(Duration duration) implements WaitEnd {}

  /// At an instant, past or coming.
  record At(Instant instant) implements WaitEnd {}

  /// The instant to wake at.
  ///
  /// @param start when the attempt executed
  default Instant from(Instant start) {
    return switch (this) {
      case After(var duration) -> start.plus(duration);
      case At(var instant) -> instant;
    };
  }
}
