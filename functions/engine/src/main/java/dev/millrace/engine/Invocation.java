package dev.millrace.engine;

import dev.millrace.core.run.Lease;
import java.time.Duration;
import java.time.Instant;

/// One call of a function by its host, with the time that it has.
///
/// @param id new for every call
/// @param deadline when the host ends the call
/// @param host the start number of the embedded host; 0 on Lambda
public record Invocation(String id, Instant deadline, long host) {
  /// Actions are interrupted this long before the deadline, so that their outcomes can still be
  /// written.
  public static final Duration RESERVE = Duration.ofSeconds(5);

  /// The lease that goes with this call.
  public Lease lease() {
    return new Lease(id, deadline, host);
  }

  /// When actions must be over.
  public Instant actionsUntil() {
    return deadline.minus(RESERVE);
  }
}
