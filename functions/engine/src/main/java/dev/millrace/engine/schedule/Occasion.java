package dev.millrace.engine.schedule;

import java.time.Instant;
import java.util.Optional;

/// Why somebody looks.
sealed interface Occasion {
  /// How much earlier than its tick a wake may come: clocks differ.
  int EARLY_SECONDS = 60;

  /// A wake came, perhaps for a tick.
  record Woken(Optional<Instant> tick) implements Occasion {}

  /// The DAG was put or removed, or its schedules are compared with what wakes for them.
  record Compared() implements Occasion {}

  /// Somebody pauses the DAG.
  record Pausing() implements Occasion {}

  /// Somebody resumes it.
  record Resuming() implements Occasion {}

  /// The instant up to which ticks are due: that of the tick for which somebody was woken, when the
  /// wake came a little early.
  default Instant now(Instant clock) {
    return this instanceof Woken(var tick)
        ? tick.filter(at -> at.isAfter(clock) && !at.isAfter(clock.plusSeconds(EARLY_SECONDS)))
            .orElse(clock)
        : clock;
  }
}
