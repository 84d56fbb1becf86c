package dev.millrace.core.cron;

import java.util.List;

/// The days of a month that an expression allows: what both day fields say together.
public sealed interface Days {
  /// Neither field restricts the days.
  record Any() implements Days {}

  /// By date alone.
  ///
  /// @param rules at least one
  record OfMonth(List<DateRule> rules) implements Days {
    /// @throws IllegalArgumentException when there is no rule
    public OfMonth {
      rules = List.copyOf(rules);
      refuseEmpty(rules);
    }
  }

  /// By weekday alone.
  ///
  /// @param rules at least one
  record OfWeek(List<WeekdayRule> rules) implements Days {
    /// @throws IllegalArgumentException when there is no rule
    public OfWeek {
      rules = List.copyOf(rules);
      refuseEmpty(rules);
    }
  }

  /// A day will do that either field allows: Unix, when both restrict.
  record Either(OfMonth dates, OfWeek weekdays) implements Days {}

  /// Only days that both fields allow: Unix, when one of the restricting fields begins with `*`.
  record Both(OfMonth dates, OfWeek weekdays) implements Days {}

  private static void refuseEmpty(List<?> rules) {
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("days without a rule");
    }
  }
}
