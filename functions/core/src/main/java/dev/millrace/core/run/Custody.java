package dev.millrace.core.run;

import java.time.Instant;

/// Where an assignment in flight is.
public sealed interface Custody {
  /// Kept by the invocation that issued it, which executes it without a claim of its own: the RUN
  /// write that says so is the claim.
  record Held(Lease lease) implements Custody {}

  /// Given to the dispatch queue.
  ///
  /// @param at when it was last sent
  /// @param times how often it was sent
  record Sent(Instant at, int times) implements Custody {
    /// The same, sent once more.
    public Sent again(Instant now) {
      return new Sent(now, times + 1);
    }
  }
}
