package dev.millrace.core.run;

import dev.millrace.core.ErrorName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How an attempt ended, as far as the rules need to know it; outputs and causes stay in the
/// attempt's record.
public sealed interface Outcome {
  /// With an output.
  record Succeeded() implements Outcome {}

  /// With an error.
  ///
  /// @param startedAt when the attempt's action started, or would have
  /// @param retryAfter the delay that a server asked for
  record Failed(ErrorName error, Instant startedAt, Optional<Duration> retryAfter)
      implements Outcome {}

  /// Not yet: it waits for something outside.
  record Parked(
      Optional<Instant> wakeAt, Optional<Instant> timeoutAt, Optional<Instant> heartbeatAt)
      implements Outcome {}
}
