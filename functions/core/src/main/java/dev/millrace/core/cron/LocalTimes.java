package dev.millrace.core.cron;

import java.time.DayOfWeek;
import java.time.LocalDate;

/// A cron expression compiled to bit sets: finds the local minutes that it matches, as numbers of
/// minutes since 1970-01-01T00:00 on the clock of the place. Knows nothing of zones. Immutable.
///
/// Both searches are loops over months that the expression allows, at most some thousands of them;
/// each month costs a look-up by its shape.
final class LocalTimes {
  /// No such minute, going forward.
  static final long NONE_AFTER = Long.MAX_VALUE;

  /// No such minute, going back.
  static final long NONE_BEFORE = Long.MIN_VALUE;

  static final int MINUTES_A_DAY = 1_440;

  private static final int FIRST_YEAR = ScheduleExpression.FIRST_YEAR;
  private static final int YEARS = ScheduleExpression.LAST_YEAR - FIRST_YEAR + 1;

  /// Day (from 1970-01-01) of each 1 January, and of the one behind the last year.
  private static final int[] YEAR_STARTS = yearStarts();

  /// Day of the year (from 0) on which each month begins, and behind the last the year's length.
  private static final int[] MONTH_STARTS = monthStarts(2023);

  private static final int[] MONTH_STARTS_LEAP = monthStarts(2024);

  private static final int LAST_DAY = YEAR_STARTS[YEARS] - 1;

  /// 1970-01-01 was a Thursday: added to a day, it makes Mondays multiples of seven.
  private static final int THURSDAY = 3;

  private final long minutes;
  private final int hours;
  private final int months;
  private final boolean[] years = new boolean[YEARS];

  /// Days by length of the month and weekday of its first day.
  private final int[] days = new int[(MonthShape.LONGEST - MonthShape.SHORTEST + 1) * 7];

  private final int firstTime;
  private final int lastTime;

  LocalTimes(Cron cron) {
    minutes = cron.minutes().bits();
    hours = (int) cron.hours().bits();
    months = (int) cron.months().bits();
    cron.years().numbers().forEach(year -> years[year - FIRST_YEAR] = true);
    for (var length = MonthShape.SHORTEST; length <= MonthShape.LONGEST; length++) {
      for (var first : DayOfWeek.values()) {
        var at = (length - MonthShape.SHORTEST) * 7 + first.getValue() - 1;
        days[at] = new MonthShape(length, first).daysOf(cron.days());
      }
    }
    firstTime = cron.hours().numbers().getFirst() * 60 + cron.minutes().numbers().getFirst();
    lastTime = cron.hours().numbers().getLast() * 60 + cron.minutes().numbers().getLast();
  }

  /// The first minute that matches, this one or later; [#NONE_AFTER] when there is none.
  long atOrAfter(long minute) {
    var day = Math.floorDiv(minute, MINUTES_A_DAY);
    if (day > LAST_DAY) {
      return NONE_AFTER;
    }
    if (day < 0) {
      return dayAtOrAfter(0, firstTime);
    }
    var time = timeAtOrAfter((int) (minute - day * MINUTES_A_DAY));
    return time < MINUTES_A_DAY
        ? dayAtOrAfter((int) day, time)
        : dayAtOrAfter((int) day + 1, firstTime);
  }

  /// The last minute that matches, this one or earlier; [#NONE_BEFORE] when there is none.
  long atOrBefore(long minute) {
    var day = Math.floorDiv(minute, MINUTES_A_DAY);
    if (day < 0) {
      return NONE_BEFORE;
    }
    if (day > LAST_DAY) {
      return dayAtOrBefore(LAST_DAY, lastTime);
    }
    var time = timeAtOrBefore((int) (minute - day * MINUTES_A_DAY));
    return time >= 0 ? dayAtOrBefore((int) day, time) : dayAtOrBefore((int) day - 1, lastTime);
  }

  /// @param time of the day, should that very day match; on later days it is the first
  private long dayAtOrAfter(int day, int time) {
    if (day > LAST_DAY) {
      return NONE_AFTER;
    }
    var year = yearOf(day);
    var month = monthOf(day, year);
    var from = day;
    while (year < YEARS) {
      if (years[year]) {
        var monthStarts = monthStartsOf(year);
        for (; month < 12; month++) {
          if ((months >> month & 1) == 0) {
            continue;
          }
          var first = YEAR_STARTS[year] + monthStarts[month];
          var found = daysOf(first, monthStarts[month + 1] - monthStarts[month]);
          if (from > first) {
            found &= -1 << (from - first);
          }
          if (found != 0) {
            var next = first + Integer.numberOfTrailingZeros(found);
            return (long) next * MINUTES_A_DAY + (next == day ? time : firstTime);
          }
        }
      }
      year++;
      month = 0;
    }
    return NONE_AFTER;
  }

  private long dayAtOrBefore(int day, int time) {
    if (day < 0) {
      return NONE_BEFORE;
    }
    var year = yearOf(day);
    var month = monthOf(day, year);
    while (year >= 0) {
      if (years[year]) {
        var monthStarts = monthStartsOf(year);
        for (; month >= 0; month--) {
          if ((months >> month & 1) == 0) {
            continue;
          }
          var first = YEAR_STARTS[year] + monthStarts[month];
          var found = daysOf(first, monthStarts[month + 1] - monthStarts[month]);
          if (day - first < MonthShape.LONGEST) {
            found &= -1 >>> (MonthShape.LONGEST - (day - first));
          }
          if (found != 0) {
            var next = first + Integer.SIZE - 1 - Integer.numberOfLeadingZeros(found);
            return (long) next * MINUTES_A_DAY + (next == day ? time : lastTime);
          }
        }
      }
      year--;
      month = 11;
    }
    return NONE_BEFORE;
  }

  /// The days of the month that begins on a day, the first in the lowest bit.
  private int daysOf(int first, int length) {
    return days[(length - MonthShape.SHORTEST) * 7 + (first + THURSDAY) % 7];
  }

  /// The first time of day that matches, [#MINUTES_A_DAY] when there is none left.
  private int timeAtOrAfter(int time) {
    var hour = time / 60;
    if ((hours >> hour & 1) != 0) {
      var left = minutes & -1L << (time % 60);
      if (left != 0) {
        return hour * 60 + Long.numberOfTrailingZeros(left);
      }
    }
    var later = hours & -1 << (hour + 1);
    return later == 0 ? MINUTES_A_DAY : Integer.numberOfTrailingZeros(later) * 60 + firstTime % 60;
  }

  /// The last time of day that matches, -1 when there is none before.
  private int timeAtOrBefore(int time) {
    var hour = time / 60;
    if ((hours >> hour & 1) != 0) {
      var left = minutes & -1L >>> (63 - time % 60);
      if (left != 0) {
        return hour * 60 + 63 - Long.numberOfLeadingZeros(left);
      }
    }
    var earlier = hours & (1 << hour) - 1;
    return earlier == 0
        ? -1
        : (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(earlier)) * 60 + lastTime % 60;
  }

  /// The year of a day, from 0. No year is longer than 366 days, so the guess is too low or right.
  private static int yearOf(int day) {
    var year = day / 366;
    while (YEAR_STARTS[year + 1] <= day) {
      year++;
    }
    return year;
  }

  /// The month of a day, from 0.
  private static int monthOf(int day, int year) {
    var monthStarts = monthStartsOf(year);
    var ofYear = day - YEAR_STARTS[year];
    var month = ofYear / MonthShape.LONGEST;
    while (monthStarts[month + 1] <= ofYear) {
      month++;
    }
    return month;
  }

  private static int[] monthStartsOf(int year) {
    return YEAR_STARTS[year + 1] - YEAR_STARTS[year] == 366 ? MONTH_STARTS_LEAP : MONTH_STARTS;
  }

  private static int[] yearStarts() {
    var starts = new int[YEARS + 1];
    for (var year = 0; year <= YEARS; year++) {
      starts[year] = (int) LocalDate.of(FIRST_YEAR + year, 1, 1).toEpochDay();
    }
    return starts;
  }

  private static int[] monthStarts(int year) {
    var starts = new int[13];
    for (var month = 0; month < 12; month++) {
      starts[month] = LocalDate.of(year, month + 1, 1).getDayOfYear() - 1;
    }
    starts[12] = LocalDate.of(year, 1, 1).lengthOfYear();
    return starts;
  }
}
