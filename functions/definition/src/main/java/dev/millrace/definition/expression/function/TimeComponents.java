package dev.millrace.definition.expression.function;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;

/// The numbers of which a time consists, by the letters that pictures have for them.
final class TimeComponents {
  private static final int DAYS_A_WEEK = 7;

  private TimeComponents() {}

  static long of(LocalDateTime time, char component) {
    return switch (component) {
      case 'Y' -> time.getYear();
      case 'M' -> time.getMonthValue();
      case 'D' -> time.getDayOfMonth();
      case 'd' -> time.getDayOfYear();
      case 'F' -> time.getDayOfWeek().getValue();
      case 'W' -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case 'X' -> time.get(IsoFields.WEEK_BASED_YEAR);
      case 'w' -> weekOfMonth(time.toLocalDate());
      case 'x' -> monthOfWeek(time.toLocalDate()).getMonthValue();
      case 'H' -> time.getHour();
      case 'h' -> time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
      case 'P' -> time.getHour() < 12 ? 0 : 1;
      case 'm' -> time.getMinute();
      case 's' -> time.getSecond();
      case 'f' -> time.getNano() / 1_000_000;
      default -> throw new IllegalArgumentException("not a number: " + component);
    };
  }

  /// A week belongs to the month that its Thursday lies in, as ISO has it for years.
  private static LocalDate monthOfWeek(LocalDate date) {
    return date.with(DayOfWeek.THURSDAY).withDayOfMonth(1);
  }

  private static long weekOfMonth(LocalDate date) {
    var first = monthOfWeek(date);
    var firstMonday = first.with(DayOfWeek.MONDAY);
    var start =
        first.getDayOfWeek().getValue() > DayOfWeek.THURSDAY.getValue()
            ? firstMonday.plusDays(DAYS_A_WEEK)
            : firstMonday;
    return ChronoUnit.DAYS.between(start, date) / DAYS_A_WEEK + 1;
  }
}
