package dev.millrace.core.cron;

import java.time.LocalDate;
import java.time.ZoneOffset;

/// The ticks of a rate.
///
/// @param anchor a tick, from which all others are counted in both directions
/// @param period in seconds, positive
record RateSeconds(long anchor, long period) implements TickSeconds {
  private static final long LEAST = startOf(ScheduleExpression.FIRST_YEAR);
  private static final long MOST = startOf(ScheduleExpression.LAST_YEAR + 1) - 1;

  @Override
  public long atOrAfter(long second) {
    if (second > MOST) {
      return NONE_AFTER;
    }
    var tick = anchor + Math.ceilDiv(Math.max(second, LEAST) - anchor, period) * period;
    return tick > MOST ? NONE_AFTER : tick;
  }

  @Override
  public long atOrBefore(long second) {
    if (second < LEAST) {
      return NONE_BEFORE;
    }
    var tick = anchor + Math.floorDiv(Math.min(second, MOST) - anchor, period) * period;
    return tick < LEAST ? NONE_BEFORE : tick;
  }

  private static long startOf(int year) {
    return LocalDate.of(year, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }
}
