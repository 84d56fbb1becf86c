package dev.millrace.bench;

import dev.millrace.core.cron.ScheduleExpression;
import dev.millrace.core.cron.Ticks;
import dev.millrace.core.cron.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Measures how many next ticks are computed in a second, on one thread. Steps from tick to tick
/// from 2026 on and begins anew in 2100, so that changes of clocks are met as often as in life.
///
/// Run it as docs/schedules.md says; it is no shape of `millrace bench`, whose shapes are DAGs.
public final class MeasureTicks {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2100-01-01T00:00:00Z");

  /// Ticks of a round, long enough for a clock and short enough for a coffee.
  private static final int TICKS = 2_000_000;

  private static final int WARM_UP_ROUNDS = 3;
  private static final int ROUNDS = 9;

  /// From the commonest to the rarest; the last three are the dearest of what fields can say.
  private static final List<Case> CASES =
      List.of(
          new Case("*/5 * * * *", "UTC"),
          new Case("*/5 * * * *", "Europe/Madrid"),
          new Case("0 6 * * MON-FRI", "Europe/Madrid"),
          new Case("30 2 * * *", "Australia/Lord_Howe"),
          new Case("0 0 ? * FRI#5 *", "America/New_York"),
          new Case("0 0 LW * *", "Asia/Beirut"),
          new Case("0 0 29 2 *", "Europe/Madrid"),
          new Case("rate(5 minutes)", "Europe/Madrid"));

  private MeasureTicks() {}

  private record Case(String expression, String zone) {
    Ticks ticks() {
      return switch (ScheduleExpression.parse(expression)) {
        case ScheduleExpression.Parsed.Right(var right) ->
            Ticks.of(right, Timing.of(ZoneId.of(zone)));
        case ScheduleExpression.Parsed.Wrong(var mistakes) ->
            throw new IllegalStateException(expression + ": " + mistakes);
      };
    }
  }

  /// Prints a line for each expression: millions of next ticks a second, the median of the rounds
  /// and their spread.
  public static void main(String[] args) {
    System.out.printf(
        Locale.ROOT, "%-18s %-20s %8s %8s %8s%n", "EXPRESSION", "ZONE", "MEDIAN", "MIN", "MAX");
    for (var measured : CASES) {
      System.out.println(line(measured, TICKS, ROUNDS));
    }
    System.out.println("in millions of next ticks a second, on one thread");
  }

  /// All lines, for a test.
  static List<String> lines(int ticks, int rounds) {
    return CASES.stream().map(measured -> line(measured, ticks, rounds)).toList();
  }

  private static String line(Case measured, int count, int rounds) {
    var ticks = measured.ticks();
    for (var round = 0; round < WARM_UP_ROUNDS; round++) {
      step(ticks, count);
    }
    var rates =
        IntStream.range(0, rounds)
            .mapToDouble(_ -> count / 1e6 / (step(ticks, count).toNanos() / 1e9))
            .sorted()
            .toArray();
    return String.format(
        Locale.ROOT,
        "%-18s %-20s %8.1f %8.1f %8.1f",
        measured.expression(),
        measured.zone(),
        rates[rounds / 2],
        rates[0],
        rates[rounds - 1]);
  }

  private static Duration step(Ticks ticks, int count) {
    var began = System.nanoTime();
    var at = FROM;
    for (var i = 0; i < count; i++) {
      at = ticks.after(at).orElseThrow();
      if (at.isAfter(TO)) {
        at = FROM;
      }
    }
    return Duration.ofNanos(Math.max(1, System.nanoTime() - began));
  }
}
