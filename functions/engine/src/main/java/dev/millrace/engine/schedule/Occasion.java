package dev.millrace.engine.schedule;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
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

  /// Somebody has resumed it, and more was due than one write may start.
  ///
  /// @param since when each schedule was paused, of those that were
  /// @param at when it was resumed: ticks up to here came in the pause
  record Resumed(Map<String, Instant> since, Instant at) implements Occasion {
    /// Copies the map.
    public Resumed {
      since = Map.copyOf(since);
    }
  }

  /// The instant up to which ticks are due: that of the tick for which somebody was woken, when the
  /// wake came a little early.
  default Instant now(Instant clock) {
    return switch (this) {
      case Woken(var ticks) ->
          ticks.stream()
              .filter(at -> at.isAfter(clock) && !at.isAfter(clock.plusSeconds(EARLY_SECONDS)))
              .max(Comparator.naturalOrder())
              .orElse(clock);
      case Resumed(_, var at) -> at;
      case Compared _, Pausing _, Resuming _ -> clock;
    };
  }

  /// Why somebody looks at what is left after a first look.
  ///
  /// @param before how the schedules stood when they were looked at first
  /// @param now when that was
  default Occasion rest(DagSchedules before, Instant now) {
    return switch (this) {
      case Woken _, Resumed _ -> this;
      case Resuming _ -> new Resumed(before.pauses(), now);
      case Compared _, Pausing _ -> new Woken(Set.of());
    };
  }
}
