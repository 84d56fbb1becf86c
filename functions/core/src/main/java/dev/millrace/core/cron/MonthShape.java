package dev.millrace.core.cron;

import java.time.DayOfWeek;

/// All that day rules need to know of a month: there are 28 shapes. Sets of days are bits, day 1
/// the lowest.
///
/// @param length 28 to 31 days
/// @param first the weekday of its first day
record MonthShape(int length, DayOfWeek first) {
  static final int SHORTEST = 28;
  static final int LONGEST = 31;

  /// Days 1, 8, 15, 22 and 29.
  private static final int ONE_WEEKDAY = 1 | 1 << 7 | 1 << 14 | 1 << 21 | 1 << 28;

  /// The days of this month that are allowed.
  int daysOf(Days days) {
    return switch (days) {
      case Days.Any() -> all();
      case Days.OfMonth dates -> daysOf(dates);
      case Days.OfWeek weekdays -> daysOf(weekdays);
      case Days.Either(var dates, var weekdays) -> daysOf(dates) | daysOf(weekdays);
      case Days.Both(var dates, var weekdays) -> daysOf(dates) & daysOf(weekdays);
    };
  }

  private int daysOf(Days.OfMonth dates) {
    return dates.rules().stream().mapToInt(this::daysOf).reduce(0, (some, more) -> some | more);
  }

  private int daysOf(Days.OfWeek weekdays) {
    return weekdays.rules().stream().mapToInt(this::daysOf).reduce(0, (some, more) -> some | more);
  }

  private int daysOf(DateRule rule) {
    return switch (rule) {
      case DateRule.Day(var day) -> only(day);
      case DateRule.FromLast(var before) -> only(length - before);
      case DateRule.NearestWeekday(var day) -> day > length ? 0 : only(nearestWeekdayTo(day));
      case DateRule.LastWeekday() -> only(nearestWeekdayTo(length));
    };
  }

  private int daysOf(WeekdayRule rule) {
    var firstSuch = 1 + Math.floorMod(rule.weekday().getValue() - first.getValue(), 7);
    var every = ONE_WEEKDAY << (firstSuch - 1) & all();
    return switch (rule) {
      case WeekdayRule.Every _ -> every;
      case WeekdayRule.Nth(_, var n) -> only(firstSuch + 7 * (n - 1));
      case WeekdayRule.Last _ -> Integer.highestOneBit(every);
    };
  }

  /// The day from Monday to Friday that is nearest to a day and still in this month: a Saturday
  /// gives way to the Friday before, a Sunday to the Monday after, unless that is another month.
  private int nearestWeekdayTo(int day) {
    return switch (first.plus(day - 1L)) {
      case SATURDAY -> day > 1 ? day - 1 : day + 2;
      case SUNDAY -> day < length ? day + 1 : day - 2;
      case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
    };
  }

  /// One day, if the month has it.
  private int only(int day) {
    return day >= 1 && day <= length ? 1 << (day - 1) : 0;
  }

  private int all() {
    return -1 >>> (Integer.SIZE - length);
  }
}
