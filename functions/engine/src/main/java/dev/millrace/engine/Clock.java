package dev.millrace.engine;

import java.time.Instant;

/// Tells the time, to the microsecond.
public interface Clock {
  /// The present instant.
  Instant now();
}
