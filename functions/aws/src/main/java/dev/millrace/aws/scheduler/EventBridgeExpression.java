package dev.millrace.aws.scheduler;

import dev.millrace.core.cron.At;
import dev.millrace.core.cron.Cron;
import dev.millrace.core.cron.DateRule;
import dev.millrace.core.cron.Days;
import dev.millrace.core.cron.Gap;
import dev.millrace.core.cron.Rate;
import dev.millrace.core.cron.Repeat;
import dev.millrace.core.cron.ScheduleExpression;
import dev.millrace.core.cron.Timing;
import dev.millrace.core.cron.Values;
import dev.millrace.core.cron.WeekdayRule;
import dev.millrace.core.schedule.Schedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a schedule is called in EventBridge Scheduler, where that can say it: one cron expression
/// of its six fields, in a zone. It says neither both day fields, nor lists with `L`, `W` or `#`,
/// nor a shift over a gap, nor both of a repeated hour; and its rates count from when they were
/// made. What it cannot say is planned tick by tick.
///
/// @param expression as the API takes it
/// @param zone as the API takes it
record EventBridgeExpression(String expression, String zone) {
  private static final int MINUTES_AN_HOUR = 60;
  private static final int HOURS_A_DAY = 24;

  /// The expression of a schedule; empty when there is none.
  static Optional<EventBridgeExpression> of(Schedule schedule) {
    if (!schedule.jitter().isZero()) {
      return Optional.empty(); // starts later than its tick, by what only the engine knows
    }
    return switch (schedule.expression()) {
      case Cron cron -> ofCron(cron, schedule.timing());
      case Rate rate when schedule.timing().start().isEmpty() -> ofRate(rate.period());
      case Rate _, At _ -> Optional.empty();
    };
  }

  /// A rate without a start counts from midnight in UTC, when its period divides an hour or a day.
  private static Optional<EventBridgeExpression> ofRate(Duration period) {
    var minutes = period.toMinutes();
    if (minutes < MINUTES_AN_HOUR && MINUTES_AN_HOUR % minutes == 0) {
      return Optional.of(inUtc("cron(0/%d * * * ? *)".formatted(minutes)));
    }
    var hours = period.toHours();
    if (period.equals(Duration.ofHours(hours))
        && hours <= HOURS_A_DAY
        && HOURS_A_DAY % hours == 0) {
      return Optional.of(
          inUtc(
              hours == HOURS_A_DAY
                  ? "cron(0 0 * * ? *)"
                  : "cron(0 0/%d * * ? *)".formatted(hours)));
    }
    return Optional.empty();
  }

  private static EventBridgeExpression inUtc(String expression) {
    return new EventBridgeExpression(expression, "UTC");
  }

  private static Optional<EventBridgeExpression> ofCron(Cron cron, Timing timing) {
    var zone = zone(timing.zone());
    var isFixed = timing.zone().getRules().isFixedOffset();
    var usual = timing.gap() == Gap.SKIP && timing.repeat() == Repeat.FIRST;
    if (zone.isEmpty() || !(isFixed || usual)) {
      return Optional.empty();
    }
    return days(cron.days())
        .map(
            days ->
                new EventBridgeExpression(
                    "cron(%s %s %s %s %s %s)"
                        .formatted(
                            numbers(cron.minutes(), 0, 59),
                            numbers(cron.hours(), 0, 23),
                            days.ofMonth(),
                            numbers(cron.months(), 1, 12),
                            days.ofWeek(),
                            numbers(
                                cron.years(),
                                ScheduleExpression.FIRST_YEAR,
                                ScheduleExpression.LAST_YEAR)),
                    zone.get()));
  }

  /// A place by its name, or UTC; offsets have no name there.
  private static Optional<String> zone(ZoneId zone) {
    if (zone.getId().equals("Z") || zone.equals(ZoneOffset.UTC)) {
      return Optional.of("UTC");
    }
    return zone instanceof ZoneOffset || !zone.getId().matches("UTC|[A-Z][A-Za-z_]+/[A-Za-z_/-]+")
        ? Optional.empty()
        : Optional.of(zone.getId());
  }

  private record DayFields(String ofMonth, String ofWeek) {}

  private static Optional<DayFields> days(Days days) {
    return switch (days) {
      case Days.Any _ -> Optional.of(new DayFields("*", "?"));
      case Days.OfMonth(var rules) -> dates(rules).map(text -> new DayFields(text, "?"));
      case Days.OfWeek(var rules) -> weekdays(rules).map(text -> new DayFields("?", text));
      case Days.Either _, Days.Both _ -> Optional.empty();
    };
  }

  private static Optional<String> dates(List<DateRule> rules) {
    var texts =
        rules.stream()
            .map(
                rule ->
                    switch (rule) {
                      case DateRule.Day(var day) -> Optional.of(Integer.toString(day));
                      case DateRule.FromLast(var before) when before == 0 && rules.size() == 1 ->
                          Optional.of("L");
                      case DateRule.NearestWeekday(var day) when rules.size() == 1 ->
                          Optional.of(day + "W");
                      case DateRule.FromLast _, DateRule.NearestWeekday _, DateRule.LastWeekday _ ->
                          Optional.<String>empty();
                    })
            .toList();
    return joined(texts);
  }

  private static Optional<String> weekdays(List<WeekdayRule> rules) {
    var texts =
        rules.stream()
            .map(
                rule ->
                    switch (rule) {
                      case WeekdayRule.Every(var weekday) -> Optional.of(name(weekday));
                      case WeekdayRule.Nth(var weekday, var n) when rules.size() == 1 ->
                          Optional.of(name(weekday) + "#" + n);
                      case WeekdayRule.Last(var weekday) when rules.size() == 1 ->
                          Optional.of(name(weekday) + "L");
                      case WeekdayRule.Nth _, WeekdayRule.Last _ -> Optional.<String>empty();
                    })
            .toList();
    return joined(texts);
  }

  /// Sunday is 1, see EventBridge Scheduler's user guide.
  private static String name(DayOfWeek weekday) {
    return Integer.toString(weekday.getValue() % DayOfWeek.values().length + 1);
  }

  private static Optional<String> joined(List<Optional<String>> texts) {
    return texts.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : Optional.of(texts.stream().flatMap(Optional::stream).collect(Collectors.joining(",")));
  }

  /// A run of numbers as a range, so that the text stays short: it has at most 256 characters.
  private static String numbers(Values values, int least, int most) {
    var all = values.numbers();
    if (all.getFirst() == least && all.getLast() == most && all.size() == most - least + 1) {
      return "*";
    }
    var text = new StringBuilder();
    for (var from = 0; from < all.size(); ) {
      var to = from;
      while (to + 1 < all.size() && all.get(to + 1) == all.get(to) + 1) {
        to++;
      }
      text.append(text.isEmpty() ? "" : ",").append(all.get(from));
      if (to > from) {
        text.append(to == from + 1 ? "," : "-").append(all.get(to));
      }
      from = to + 1;
    }
    return text.toString();
  }
}
