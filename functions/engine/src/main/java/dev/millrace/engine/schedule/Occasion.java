package dev.millrace.engine.schedule;

import java.time.Instant;
import java.util.Comparator;
import java.util.Set;

/// Why somebody looks.
sealed interface Occasion {
  /// How much earlier than its tick a wake may come: clocks differ.
  int EARLY_SECONDS = 60;

  /// A wake came, perhaps for a tick, or several that came late together.
  record Woken(Set<Instant> ticks) implements Occasion {
    /// Copies the set.
    public Woken {
      ticks = Set.copyOf(ticks);
    }
  }

  /// The DAG was put or removed, or its schedules are compared with what wakes for them.
  record Compared() implements Occasion {}

  /// Somebody pauses the DAG.
  record Pausing() implements Occasion {}

  /// Somebody resumes it.
  record Resuming() implements Occasion {}

  /// The instant up to which ticks are due: that of the tick for which somebody was woken, when the
  /// wake came a little early.
  default Instant now(Instant clock) {
    return this instanceof Woken(var ticks)
        ? ticks.stream()
            .filter(at -> at.isAfter(clock) && !at.isAfter(clock.plusSeconds(EARLY_SECONDS)))
            .max(Comparator.naturalOrder())
            .orElse(clock)
        : clock;
  }

  /// Why somebody looks at what is left after a first look.
  default Occasion rest() {
    return this instanceof Woken ? this : new Woken(Set.of());
  }
}
