package dev.millrace.core.cron;

import java.time.DayOfWeek;

/// Days of each month by their weekday.
public sealed interface WeekdayRule {
  /// The weekday that is meant.
  DayOfWeek weekday();

  /// Every such weekday.
  record Every(DayOfWeek weekday) implements WeekdayRule {}

  /// The n-th such weekday of the month, 1 to 5; a month without a fifth is passed over.
  record Nth(DayOfWeek weekday, int n) implements WeekdayRule {
    /// No month has more of one weekday.
    static final int HIGHEST = 5;

    /// @throws IllegalArgumentException when no month has so many
    public Nth {
      if (n < 1 || n > HIGHEST) {
        throw new IllegalArgumentException("no month has a weekday number " + n);
      }
    }
  }

  /// The last such weekday of the month.
  record Last(DayOfWeek weekday) implements WeekdayRule {}
}
