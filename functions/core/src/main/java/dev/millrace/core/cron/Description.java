package dev.millrace.core.cron;

import java.time.Duration;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Function;

/// Says in words when an expression is due. Says what the sets of values mean, not how they were
/// written: `*/15` and `0,15,30,45` are both every 15 minutes.
final class Description {
  /// More times of day than this are told by minutes and hours.
  private static final int TIMES_TOLD_MAX = 6;

  /// Fewer values in a row are told one by one.
  private static final int RUN_LEAST = 3;

  private Description() {}

  static String of(Cron cron) {
    return times(cron.minutes().numbers(), cron.hours().numbers())
        + DaysDescription.of(cron.days())
        + (cron.months().areAll() ? "" : ", in " + months(cron.months()))
        + (cron.years().areAll() ? "" : ", in " + numbers(cron.years().numbers()));
  }

  /// A duration in its largest whole unit: `5 minutes`, `1 hour`.
  static String length(Duration duration) {
    var minutes = duration.toMinutes();
    if (minutes % Duration.ofDays(1).toMinutes() == 0) {
      return counted(duration.toDays(), "day");
    }
    return minutes % 60 == 0 ? counted(duration.toHours(), "hour") : counted(minutes, "minute");
  }

  private static String counted(long number, String unit) {
    return "%d %s%s".formatted(number, unit, number == 1 ? "" : "s");
  }

  /// How often something comes: `every 5 minutes`, `every hour`.
  static String every(Duration period) {
    return "every " + length(period).replaceFirst("^1 ", "");
  }

  static String months(Values months) {
    return joined(
        runs(
            months.numbers(),
            (some, next) -> some + 1 == next,
            month -> Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH)));
  }

  static String numbers(List<Integer> numbers) {
    return joined(runs(numbers, (some, next) -> some + 1 == next, String::valueOf));
  }

  private static String times(List<Integer> minutes, List<Integer> hours) {
    var every = minutes.size() == 60 ? 1 : step(minutes, 60);
    if (every > 0 && minutes.size() > 1) {
      return every(Duration.ofMinutes(every)) + within(hours, minutes);
    }
    if (minutes.size() == 1) {
      var minute = minutes.getFirst();
      var hourStep = hours.size() == 24 ? 1 : step(hours, 24);
      if (hourStep > 0 && hours.size() > 2) {
        return every(Duration.ofHours(hourStep)) + (minute == 0 ? "" : " at minute " + minute);
      }
      if (hours.size() >= RUN_LEAST && isRun(hours)) {
        return "every hour" + within(hours, minutes);
      }
      return "at " + listed(minutes, hours);
    }
    return minutes.size() * hours.size() <= TIMES_TOLD_MAX
        ? "at " + listed(minutes, hours)
        : "at minutes " + numbers(minutes) + (hours.size() == 24 ? " of every hour" : of(hours));
  }

  private static String of(List<Integer> hours) {
    return " of hour%s %s".formatted(hours.size() == 1 ? "" : "s", numbers(hours));
  }

  /// The hours of something that comes more than once in them.
  private static String within(List<Integer> hours, List<Integer> minutes) {
    if (hours.size() == 24) {
      return "";
    }
    return isRun(hours)
        ? " from %s to %s"
            .formatted(
                time(hours.getFirst(), minutes.getFirst()),
                time(hours.getLast(), minutes.getLast()))
        : of(hours);
  }

  private static String listed(List<Integer> minutes, List<Integer> hours) {
    var times = new ArrayList<String>();
    for (var hour : hours) {
      for (var minute : minutes) {
        times.add(time(hour, minute));
      }
    }
    return joined(times);
  }

  private static String time(int hour, int minute) {
    return "%02d:%02d".formatted(hour, minute);
  }

  /// How far the values are from each other when they fill the circle evenly from 0; else 0.
  private static int step(List<Integer> values, int circle) {
    if (values.getFirst() != 0 || circle % values.size() != 0) {
      return 0;
    }
    var step = circle / values.size();
    for (var at = 0; at < values.size(); at++) {
      if (values.get(at) != at * step) {
        return 0;
      }
    }
    return step;
  }

  private static boolean isRun(List<Integer> values) {
    return values.getLast() - values.getFirst() == values.size() - 1;
  }

  /// Values as texts, three or more that follow each other as `first to last`.
  static <T> List<String> runs(
      List<T> values, BiPredicate<T, T> follows, Function<T, String> text) {
    var runs = new ArrayList<String>();
    for (var from = 0; from < values.size(); ) {
      var to = from;
      while (to + 1 < values.size() && follows.test(values.get(to), values.get(to + 1))) {
        to++;
      }
      if (to - from + 1 >= RUN_LEAST) {
        runs.add(text.apply(values.get(from)) + " to " + text.apply(values.get(to)));
      } else {
        values.subList(from, to + 1).forEach(value -> runs.add(text.apply(value)));
      }
      from = to + 1;
    }
    return runs;
  }

  /// Texts with commas and an `and`.
  static String joined(List<String> texts) {
    return joined(texts, "and");
  }

  /// Texts with commas and a word before the last.
  static String joined(List<String> texts, String word) {
    var last = texts.size() - 1;
    return last == 0
        ? texts.getFirst()
        : String.join(", ", texts.subList(0, last)) + " " + word + " " + texts.get(last);
  }
}
