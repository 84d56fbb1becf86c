package dev.millrace.core.run;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// What a work waits for that is neither in flight nor ended.
public sealed interface Pending {
  /// The next instant at which something is due; empty when only an event from outside helps.
  Optional<Instant> nextDue();

  /// Another attempt, at `due`.
  record Retrying(Instant due) implements Pending {
    @Override
    public Optional<Instant> nextDue() {
      return Optional.of(due);
    }
  }

  /// A parked attempt.
  ///
  /// @param step the step that parked
  /// @param wakeAt when the attempt wants to be resumed
  /// @param timeoutAt when the attempt times out
  /// @param heartbeatAt when a sign of life must have come
  record Parked(
      int step,
      Optional<Instant> wakeAt,
      Optional<Instant> timeoutAt,
      Optional<Instant> heartbeatAt)
      implements Pending {
    @Override
    public Optional<Instant> nextDue() {
      return Stream.of(wakeAt, timeoutAt, heartbeatAt)
          .flatMap(Optional::stream)
          .min(Instant::compareTo);
    }

    /// The same, with the next sign of life due at another instant.
    public Parked heartbeatAt(Instant due) {
      return new Parked(step, wakeAt, timeoutAt, Optional.of(due));
    }
  }

  /// A parked attempt that was woken and waits for a place among the assignments in flight.
  record Resuming(int step) implements Pending {
    @Override
    public Optional<Instant> nextDue() {
      return Optional.empty();
    }
  }
}
