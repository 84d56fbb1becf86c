package dev.millrace.core.cron;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Says in words which days an expression allows, to follow its times of day.
final class DaysDescription {
  private static final List<String> ORDINALS =
      List.of("first", "second", "third", "fourth", "fifth");

  private DaysDescription() {}

  /// Begins with a comma; empty for every day.
  static String of(Days days) {
    return switch (days) {
      case Days.Any() -> "";
      case Days.OfMonth(var rules) -> coversMonth(rules) ? "" : ", on " + dates(rules);
      case Days.OfWeek(var rules) -> coversWeek(rules) ? "" : ", " + weekdaysAlone(rules);
      case Days.Either(var dates, var weekdays) ->
          coversMonth(dates.rules()) || coversWeek(weekdays.rules())
              ? ""
              : ", on %s or on %s"
                  .formatted(dates(dates.rules()), weekdays(weekdays.rules(), "and"));
      case Days.Both(var dates, var weekdays) ->
          coversMonth(dates.rules())
              ? of(weekdays)
              : coversWeek(weekdays.rules())
                  ? of(dates)
                  : ", on %s that is also %s"
                      .formatted(dates(dates.rules()), weekdays(weekdays.rules(), "or"));
    };
  }

  private static boolean coversMonth(List<DateRule> rules) {
    return numbers(rules).size() == MonthShape.LONGEST;
  }

  private static boolean coversWeek(List<WeekdayRule> rules) {
    return every(rules).size() == DayOfWeek.values().length;
  }

  private static List<Integer> numbers(List<DateRule> rules) {
    return rules.stream()
        .filter(DateRule.Day.class::isInstance)
        .map(DateRule.Day.class::cast)
        .map(DateRule.Day::day)
        .distinct()
        .sorted()
        .toList();
  }

  private static String dates(List<DateRule> rules) {
    var parts = new ArrayList<String>();
    var numbers = numbers(rules);
    if (!numbers.isEmpty()) {
      parts.add((numbers.size() == 1 ? "day " : "days ") + Description.numbers(numbers));
    }
    for (var rule : rules) {
      switch (rule) {
        case DateRule.Day _ -> {
          // Told above, all together.
        }
        case DateRule.FromLast(var before) -> parts.add(fromLast(before));
        case DateRule.NearestWeekday(var day) ->
            parts.add("the day from Monday to Friday nearest to day " + day);
        case DateRule.LastWeekday() -> parts.add("the last day from Monday to Friday");
      }
    }
    return Description.joined(parts) + " of the month";
  }

  private static String fromLast(int before) {
    return switch (before) {
      case 0 -> "the last day";
      case 1 -> "the day before the last";
      default -> "the day %d before the last".formatted(before);
    };
  }

  private static List<DayOfWeek> every(List<WeekdayRule> rules) {
    return rules.stream()
        .filter(WeekdayRule.Every.class::isInstance)
        .map(WeekdayRule::weekday)
        .distinct()
        .toList();
  }

  /// Plain weekdays read well without a word before them: `Monday to Friday`.
  private static String weekdaysAlone(List<WeekdayRule> rules) {
    return (rules.size() == every(rules).size() ? "" : "on ") + weekdays(rules, "and");
  }

  private static String weekdays(List<WeekdayRule> rules, String word) {
    var parts =
        new ArrayList<>(
            Description.runs(
                every(rules), (day, next) -> day.plus(1) == next, DaysDescription::name));
    for (var rule : rules) {
      switch (rule) {
        case WeekdayRule.Every _ -> {
          // Told above, all together.
        }
        case WeekdayRule.Nth(var weekday, var n) ->
            parts.add("the %s %s of the month".formatted(ORDINALS.get(n - 1), name(weekday)));
        case WeekdayRule.Last(var weekday) ->
            parts.add("the last %s of the month".formatted(name(weekday)));
      }
    }
    return Description.joined(parts, word);
  }

  private static String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }
}
