package dev.millrace.core.cron;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// Whether a right expression matches a local date or time, read from its text again and again,
/// item by item and day by day. Slow, and shares no code with what it checks.
final class NaiveCron {
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> WEEKDAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private final String[] fields;

  NaiveCron(String text) {
    fields = text.split(" ", -1);
  }

  private boolean isAws() {
    return fields.length == 6;
  }

  boolean matches(LocalTime time) {
    return time.getSecond() == 0
        && any(fields[0], item -> number(item, time.getMinute(), 0, 59))
        && any(fields[1], item -> number(item, time.getHour(), 0, 23));
  }

  boolean matches(LocalDate date) {
    return any(fields[3], item -> number(named(item, MONTHS, 1), date.getMonthValue(), 1, 12))
        && (!isAws() || any(fields[5], item -> number(item, date.getYear(), 1970, 2199)))
        && day(date);
  }

  private boolean day(LocalDate date) {
    var dates = fields[2];
    var weekdays = fields[4];
    var byDate = dates.equals("?") || any(dates, item -> date(item, date));
    var byWeekday = weekdays.equals("?") || any(weekdays, item -> weekday(item, date));
    var bothRestrict = !dates.startsWith("*") && !weekdays.startsWith("*");
    return (!isAws() && bothRestrict) ? (byDate || byWeekday) : (byDate && byWeekday);
  }

  private static boolean date(String item, LocalDate date) {
    if (item.equals("L")) {
      return isLastOfMonth(date);
    }
    if (item.startsWith("L-")) {
      var before = Integer.parseInt(item.substring(2));
      return date.plusDays(before).getMonth() == date.getMonth()
          && date.plusDays(before).getYear() == date.getYear()
          && isLastOfMonth(date.plusDays(before));
    }
    if (item.equals("LW")) {
      var last = date.withDayOfMonth(date.lengthOfMonth());
      while (isWeekend(last)) {
        last = last.minusDays(1);
      }
      return date.equals(last);
    }
    if (item.endsWith("W")) {
      return isNearestTo(Integer.parseInt(item.substring(0, item.length() - 1)), date);
    }
    return number(item, date.getDayOfMonth(), 1, 31);
  }

  private static boolean isNearestTo(int day, LocalDate date) {
    if (day > date.lengthOfMonth()) {
      return false;
    }
    var target = date.withDayOfMonth(day);
    for (var away : new int[] {0, -1, 1, -2, 2}) {
      var candidate = target.plusDays(away);
      if (candidate.getMonth() == target.getMonth() && !isWeekend(candidate)) {
        return candidate.equals(date);
      }
    }
    throw new AssertionError("no weekday within two days of " + target);
  }

  private boolean weekday(String item, LocalDate date) {
    if (item.equals("L")) {
      return date.getDayOfWeek() == DayOfWeek.SATURDAY;
    }
    if (item.contains("#")) {
      var parts = item.split("#", -1);
      return weekday(parts[0], date)
          && (date.getDayOfMonth() - 1) / 7 + 1 == Integer.parseInt(parts[1]);
    }
    if (item.endsWith("L")) {
      return weekday(item.substring(0, item.length() - 1), date)
          && date.plusDays(7).getMonth() != date.getMonth();
    }
    return weekdays(named(item, WEEKDAYS, sunday()), date.getDayOfWeek().getValue() % 7);
  }

  private int sunday() {
    return isAws() ? 1 : 0;
  }

  /// Walks from weekday to weekday, a week at most.
  ///
  /// @param value 0 for Sunday
  private boolean weekdays(String item, int value) {
    var parts = item.split("/", -1);
    var step = parts.length == 2 ? Integer.parseInt(parts[1]) : 1;
    var bounds = parts[0].split("-", -1);
    var from = parts[0].equals("*") ? 0 : Integer.parseInt(bounds[0]) - sunday();
    var to =
        bounds.length == 2
            ? Integer.parseInt(bounds[1]) - sunday()
            : item.equals(parts[0]) && !item.equals("*") ? from : Math.max(from, 6);
    for (var walked = 0; walked <= 7; walked++) {
      var at = from + walked;
      if (at % 7 == value && walked % step == 0) {
        return true;
      }
      if (at == to || (at % 7 == to % 7 && from % 7 != to % 7)) {
        return false;
      }
    }
    throw new AssertionError("walked over a week: " + item);
  }

  /// Walks from the first to the last value, from the greatest on to the least.
  private static boolean number(String item, int value, int least, int most) {
    var parts = item.split("/", -1);
    var step = parts.length == 2 ? Integer.parseInt(parts[1]) : 1;
    var bounds =
        parts[0].equals("*") ? new String[] {"" + least, "" + most} : parts[0].split("-", -1);
    var from = Integer.parseInt(bounds[0]);
    var to = bounds.length == 2 ? Integer.parseInt(bounds[1]) : parts.length == 2 ? most : from;
    for (int at = from, walked = 0; ; walked++) {
      if (at == value && walked % step == 0) {
        return true;
      }
      if (at == to) {
        return false;
      }
      at = at == most ? least : at + 1;
    }
  }

  private static String named(String item, List<String> names, int first) {
    var numbers = item;
    for (var name : names) {
      numbers = numbers.replace(name, "" + (names.indexOf(name) + first));
    }
    return numbers;
  }

  private static boolean any(String field, Predicate<String> matches) {
    return Arrays.stream(field.split(",", -1)).anyMatch(matches);
  }

  private static boolean isLastOfMonth(LocalDate date) {
    return date.plusDays(1).getDayOfMonth() == 1;
  }

  private static boolean isWeekend(LocalDate date) {
    return date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
  }
}
