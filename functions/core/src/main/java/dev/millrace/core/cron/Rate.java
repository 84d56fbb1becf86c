package dev.millrace.core.cron;

import java.time.Duration;

/// Real time between ticks, whatever clocks on walls do: `rate(5 minutes)`.
///
/// @param period whole minutes, from one to [#PERIOD_MAX]
public record Rate(Duration period) implements ScheduleExpression {
  /// Longest time between two ticks.
  public static final Duration PERIOD_MAX = Duration.ofDays(3_660);

  /// @throws IllegalArgumentException when the period is out of its range
  public Rate {
    if (!isValid(period)) {
      throw new IllegalArgumentException("not the period of a rate: " + period);
    }
  }

  /// Whether a duration can be a period.
  public static boolean isValid(Duration period) {
    return period.equals(Duration.ofMinutes(period.toMinutes()))
        && period.isPositive()
        && period.compareTo(PERIOD_MAX) <= 0;
  }
}
