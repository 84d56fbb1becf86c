package dev.millrace.core.cron;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// What an expression does not say itself: where it counts, and from when to when.
///
/// @param zone whose clocks cron and at expressions read
/// @param gap what becomes of local times that do not exist
/// @param repeat what becomes of local times that come twice
/// @param start no tick is earlier; in whole seconds. A rate counts from here, without it from
///     1970-01-01T00:00:00Z, so that the same rate has the same ticks wherever it is asked for
/// @param end all ticks are earlier; in whole seconds
public record Timing(
    ZoneId zone, Gap gap, Repeat repeat, Optional<Instant> start, Optional<Instant> end) {

  /// @throws IllegalArgumentException when a bound has fractions of a second, or the end is not
  ///     behind the start
  public Timing {
    if (start.filter(Timing::hasFraction).isPresent()
        || end.filter(Timing::hasFraction).isPresent()) {
      throw new IllegalArgumentException("bounds in whole seconds, not " + start + " to " + end);
    }
    if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
      throw new IllegalArgumentException("end not behind the start: " + start + " to " + end);
    }
  }

  /// A zone's ticks without bounds, as EventBridge Scheduler has them: gaps are skipped, of
  /// repeated times the first counts.
  public static Timing of(ZoneId zone) {
    return new Timing(zone, Gap.SKIP, Repeat.FIRST, Optional.empty(), Optional.empty());
  }

  private static boolean hasFraction(Instant instant) {
    return !instant.equals(instant.truncatedTo(ChronoUnit.SECONDS));
  }
}
