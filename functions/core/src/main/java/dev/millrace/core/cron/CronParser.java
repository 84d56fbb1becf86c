package dev.millrace.core.cron;

import dev.millrace.core.cron.ScheduleExpression.Parsed;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Reads the fields of a cron expression and collects all that is wrong with them.
final class CronParser {
  private static final Pattern FROM_LAST = Pattern.compile("L-([0-9]{1,4})");
  private static final Pattern NEAREST_WEEKDAY = Pattern.compile("([0-9]{1,4})W");
  private static final Pattern LAST_OF_MONTH = Pattern.compile("([A-Z0-9]+)L");
  private static final Pattern NTH = Pattern.compile("([A-Z0-9]+)#([0-9]{1,4})");

  private static final String ANY = "*";
  private static final String NOT_SAID = "?";

  private final Dialect dialect;
  private final Map<Field, String> texts = new EnumMap<>(Field.class);
  private final List<Mistake> mistakes = new ArrayList<>();

  private CronParser(Dialect dialect, List<String> fields) {
    this.dialect = dialect;
    var next = fields.iterator();
    for (var field : Field.values()) {
      if (next.hasNext()) {
        texts.put(field, next.next());
      }
    }
  }

  /// Reads as many fields as the dialect has.
  static Parsed parse(Dialect dialect, List<String> fields) {
    return new CronParser(dialect, fields).parse();
  }

  private Parsed parse() {
    var minutes = values(Field.MINUTE);
    var hours = values(Field.HOUR);
    var dates = restricts(Field.DAY_OF_MONTH) ? dates() : List.<DateRule>of();
    var months = values(Field.MONTH);
    var weekdays = restricts(Field.DAY_OF_WEEK) ? weekdays() : List.<WeekdayRule>of();
    var years =
        switch (dialect) {
          case UNIX -> Optional.of(Values.all(Field.YEAR));
          case AWS -> values(Field.YEAR);
        };
    checkQuestionMarks();
    if (!mistakes.isEmpty()
        || minutes.isEmpty()
        || hours.isEmpty()
        || months.isEmpty()
        || years.isEmpty()) {
      return new Parsed.Wrong(mistakes);
    }
    var cron =
        new Cron(
            dialect, minutes.get(), hours.get(), days(dates, weekdays), months.get(), years.get());
    return cron.hasDates() ? new Parsed.Right(cron) : new Parsed.Wrong(List.of(never(cron)));
  }

  private String text(Field field) {
    return texts.getOrDefault(field, "");
  }

  private FieldNumbers numbers(Field field) {
    return new FieldNumbers(field, dialect, text(field), mistakes);
  }

  private Optional<Values> values(Field field) {
    return numbers(field).values();
  }

  private boolean restricts(Field field) {
    return !text(field).equals(ANY) && !text(field).equals(NOT_SAID);
  }

  /// In Unix's dialect both restricting fields may match, unless one begins with `*` (as `*/2`
  /// does): then both must. This is what crontab(5) says and every cron since Vixie's does.
  private Days days(List<DateRule> dates, List<WeekdayRule> weekdays) {
    if (dates.isEmpty()) {
      return weekdays.isEmpty() ? new Days.Any() : new Days.OfWeek(weekdays);
    }
    var ofMonth = new Days.OfMonth(dates);
    if (weekdays.isEmpty()) {
      return ofMonth;
    }
    var ofWeek = new Days.OfWeek(weekdays);
    return text(Field.DAY_OF_MONTH).startsWith(ANY) || text(Field.DAY_OF_WEEK).startsWith(ANY)
        ? new Days.Both(ofMonth, ofWeek)
        : new Days.Either(ofMonth, ofWeek);
  }

  private List<DateRule> dates() {
    var numbers = numbers(Field.DAY_OF_MONTH);
    var rules = new ArrayList<DateRule>();
    for (var item : numbers.items()) {
      var fromLast = FROM_LAST.matcher(item);
      var nearest = NEAREST_WEEKDAY.matcher(item);
      if (item.equals("L")) {
        rules.add(new DateRule.FromLast(0));
      } else if (item.equals("LW") || item.equals("WL")) {
        rules.add(new DateRule.LastWeekday());
      } else if (fromLast.matches()) {
        within(numbers, item, fromLast.group(1), DateRule.FromLast.FURTHEST)
            .ifPresent(before -> rules.add(new DateRule.FromLast(before)));
      } else if (nearest.matches()) {
        within(numbers, item, nearest.group(1), MonthShape.LONGEST)
            .ifPresent(day -> rules.add(new DateRule.NearestWeekday(day)));
      } else if (item.contains("L") || item.contains("W")) {
        numbers.wrong(item);
      } else {
        numbers.read(item).forEach(day -> rules.add(new DateRule.Day(day)));
      }
    }
    return rules;
  }

  private List<WeekdayRule> weekdays() {
    var numbers = numbers(Field.DAY_OF_WEEK);
    var rules = new ArrayList<WeekdayRule>();
    for (var item : numbers.items()) {
      var last = LAST_OF_MONTH.matcher(item);
      var nth = NTH.matcher(item);
      if (item.equals("L")) {
        // The last day of a week that begins with Sunday, as AWS and Quartz have it.
        rules.add(new WeekdayRule.Every(DayOfWeek.SATURDAY));
      } else if (last.matches()) {
        numbers.read(last.group(1)).stream()
            .map(CronParser::weekday)
            .forEach(weekday -> rules.add(new WeekdayRule.Last(weekday)));
      } else if (nth.matches()) {
        within(numbers, item, nth.group(2), WeekdayRule.Nth.HIGHEST)
            .ifPresent(
                n ->
                    numbers.read(nth.group(1)).stream()
                        .map(CronParser::weekday)
                        .forEach(weekday -> rules.add(new WeekdayRule.Nth(weekday, n))));
      } else {
        numbers.read(item).stream()
            .map(CronParser::weekday)
            .forEach(weekday -> rules.add(new WeekdayRule.Every(weekday)));
      }
    }
    return rules;
  }

  private static OptionalInt within(FieldNumbers numbers, String item, String digits, int most) {
    var number = Integer.parseInt(digits);
    if (number >= 1 && number <= most) {
      return OptionalInt.of(number);
    }
    numbers.wrong(item);
    return OptionalInt.empty();
  }

  private static DayOfWeek weekday(int fromSunday) {
    return DayOfWeek.SUNDAY.plus(fromSunday);
  }

  private void checkQuestionMarks() {
    var date = text(Field.DAY_OF_MONTH);
    var weekday = text(Field.DAY_OF_WEEK);
    var marks = (date.equals(NOT_SAID) ? 1 : 0) + (weekday.equals(NOT_SAID) ? 1 : 0);
    switch (dialect) {
      case UNIX -> {
        if (marks > 0) {
          mistakes.add(
              new Mistake(
                  "five fields take no \"?\", found it in the day of %s."
                      .formatted(date.equals(NOT_SAID) ? "month" : "week"),
                  "Write *, or add the year as a sixth field: 0 6 ? * MON *."));
        }
      }
      case AWS -> {
        if (marks == 2) {
          mistakes.add(
              new Mistake(
                  "the day of month and the day of week are both \"?\".",
                  "Write * in one of them for every day."));
        } else if (marks == 0) {
          mistakes.add(
              new Mistake(
                  "one day field of six must be \"?\", found \"%s\" as day of month and \"%s\" as"
                          .formatted(date, weekday)
                      + " day of week.",
                  "Write ? in the one that does not matter: 0 6 ? * MON-FRI *. There is no field"
                      + " for seconds; without a year write five fields."));
        }
      }
    }
  }

  private Mistake never(Cron cron) {
    return new Mistake(
        "\"%s\" never comes: there is no such day in %s%s."
            .formatted(
                String.join(" ", texts.values()),
                Description.months(cron.months()),
                cron.years().areAll() ? "" : " of " + Description.numbers(cron.years().numbers())),
        "Write a day that there is; L is the last day of every month.");
  }
}
