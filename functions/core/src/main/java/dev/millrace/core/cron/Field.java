package dev.millrace.core.cron;

import java.util.List;

/// A field of a cron expression, in the order in which they stand; Unix has no year.
public enum Field {
  /// 0 to 59.
  MINUTE("minute", 0, 59, "0, 15-45 or */5"),
  /// 0 to 23.
  HOUR("hour", 0, 23, "6, 9-17 or */2"),
  /// 1 to 31, and what is counted from the month's end or to the nearest weekday.
  DAY_OF_MONTH("day of month", 1, 31, "1, 1,15, L, LW, L-3 or 15W"),
  /// 1 to 12 or by name.
  MONTH("month", 1, 12, "1, JAN, NOV-FEB or */3"),
  /// Weekdays by name, or by numbers that differ from dialect to dialect.
  DAY_OF_WEEK("day of week", 0, 6, "MON, MON-FRI, FRI#2 or FRIL"),
  /// The years that schedules know.
  YEAR("year", ScheduleExpression.FIRST_YEAR, ScheduleExpression.LAST_YEAR, "2026, 2026-2028 or *");

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

  private static final List<String> WEEKDAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private final String words;
  private final int least;
  private final int most;
  private final String examples;

  Field(String words, int least, int most, String examples) {
    this.words = words;
    this.least = least;
    this.most = most;
    this.examples = examples;
  }

  /// The field as messages call it.
  String inWords() {
    return words;
  }

  /// Least value; weekdays are counted from Sunday, which is 0.
  int least() {
    return least;
  }

  /// Greatest value.
  int most() {
    return most;
  }

  /// Names of the values from the least on; empty when they have none.
  List<String> names() {
    return switch (this) {
      case MONTH -> MONTHS;
      case DAY_OF_WEEK -> WEEKDAYS;
      case MINUTE, HOUR, DAY_OF_MONTH, YEAR -> List.of();
    };
  }

  /// What can be written, for messages.
  String examples() {
    return examples;
  }
}
