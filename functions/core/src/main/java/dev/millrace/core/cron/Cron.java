package dev.millrace.core.cron;

import java.time.LocalDate;

/// A cron expression, proven: the local minutes that it matches.
///
/// @param dialect the one that it was written in
/// @param years all of them in Unix's dialect
public record Cron(
    Dialect dialect, Values minutes, Values hours, Days days, Values months, Values years)
    implements ScheduleExpression {

  /// @throws IllegalArgumentException when values stand in the place of another field
  public Cron {
    if (minutes.field() != Field.MINUTE
        || hours.field() != Field.HOUR
        || months.field() != Field.MONTH
        || years.field() != Field.YEAR) {
      throw new IllegalArgumentException("fields in the wrong order");
    }
  }

  /// Whether there is any date that this expression matches. Looks at each month of its years, some
  /// thousands at most.
  boolean hasDates() {
    for (var year : years.numbers()) {
      for (var month : months.numbers()) {
        var first = LocalDate.of(year, month, 1);
        var shape = new MonthShape(first.lengthOfMonth(), first.getDayOfWeek());
        if (shape.daysOf(days) != 0) {
          return true;
        }
      }
    }
    return false;
  }
}
