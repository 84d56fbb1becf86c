package dev.millrace.core.cron;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/// One local time: `at(2026-12-01T09:00:00)`.
///
/// @param local whole seconds, in the years of schedules
public record At(LocalDateTime local) implements ScheduleExpression {
  /// @throws IllegalArgumentException when the time has fractions of a second or another year
  public At {
    var isWhole = local.equals(local.truncatedTo(ChronoUnit.SECONDS));
    if (!isWhole || local.getYear() < FIRST_YEAR || local.getYear() > LAST_YEAR) {
      throw new IllegalArgumentException("not the time of a schedule: " + local);
    }
  }
}
