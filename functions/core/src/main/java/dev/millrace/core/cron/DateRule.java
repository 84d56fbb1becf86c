package dev.millrace.core.cron;

/// A day of each month by its date. A month that has no such day is passed over.
public sealed interface DateRule {
  /// A day by its number, 1 to 31.
  record Day(int day) implements DateRule {
    /// @throws IllegalArgumentException when no month has that day
    public Day {
      refuseUnlessDay(day);
    }
  }

  /// A day counted back from the last: `L` is 0 before it, `L-3` is 3.
  record FromLast(int before) implements DateRule {
    /// Furthest from the last day that a day can be.
    static final int FURTHEST = 30;

    /// @throws IllegalArgumentException when it is negative or beyond every month
    public FromLast {
      if (before < 0 || before > FURTHEST) {
        throw new IllegalArgumentException("no month has a day L-" + before);
      }
    }
  }

  /// The weekday from Monday to Friday nearest to a day, in the same month: `15W`.
  record NearestWeekday(int day) implements DateRule {
    /// @throws IllegalArgumentException when no month has that day
    public NearestWeekday {
      refuseUnlessDay(day);
    }
  }

  /// The last weekday from Monday to Friday of the month: `LW`.
  record LastWeekday() implements DateRule {}

  private static void refuseUnlessDay(int day) {
    if (day < 1 || day > MonthShape.LONGEST) {
      throw new IllegalArgumentException("no month has a day " + day);
    }
  }
}
