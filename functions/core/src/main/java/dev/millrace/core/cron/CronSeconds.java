package dev.millrace.core.cron;

/// The ticks of a cron expression over a zone: in each span of the zone the local minutes that
/// match, read with the span's offset.
final class CronSeconds implements TickSeconds {
  private final LocalTimes times;
  private final ZoneTable table;
  private final Gap gap;
  private final Repeat repeat;

  CronSeconds(Cron cron, Timing timing) {
    times = new LocalTimes(cron);
    table = ZoneTable.of(timing.zone());
    gap = timing.gap();
    repeat = timing.repeat();
  }

  @Override
  public long atOrAfter(long second) {
    var search = new Forward(times);
    for (var at = table.at(second); at < table.size(); at++) {
      var span = table.span(at);
      var from = Math.max(second, span.start());
      var tick =
          switch (span) {
            case Span.Plain(_, var end, var offset) -> search.first(from, end, offset);
            case Span.Repeated(_, var end, var offset, _) ->
                switch (repeat) {
                  case FIRST -> NONE_AFTER;
                  case BOTH -> search.first(from, end, offset);
                };
            case Span.BehindGap behind -> firstBehind(behind, from, search);
          };
      if (tick != NONE_AFTER) {
        return tick;
      }
    }
    return NONE_AFTER;
  }

  private long firstBehind(Span.BehindGap behind, long from, Forward search) {
    var tick = search.first(from, behind.end(), behind.offset());
    return switch (gap) {
      case SKIP -> tick;
      case SHIFT -> Math.min(tick, firstShifted(behind, from, search));
    };
  }

  private static long firstShifted(Span.BehindGap behind, long from, Forward search) {
    var offset = behind.offsetBefore();
    var tick = search.first(from, behind.end(), offset);
    return tick != NONE_AFTER && behind.isLost(tick + offset)
        ? search.first(behind.lostTo() - offset, behind.end(), offset)
        : tick;
  }

  @Override
  public long atOrBefore(long second) {
    var search = new Backward(times);
    for (var at = table.at(second); at >= 0; at--) {
      var span = table.span(at);
      var from = Math.min(second, span.end() - 1);
      var tick =
          switch (span) {
            case Span.Plain(var start, _, var offset) -> search.last(from, start, offset);
            case Span.Repeated(var start, _, var offset, _) ->
                switch (repeat) {
                  case FIRST -> NONE_BEFORE;
                  case BOTH -> search.last(from, start, offset);
                };
            case Span.BehindGap behind -> lastBehind(behind, from, search);
          };
      if (tick != NONE_BEFORE) {
        return tick;
      }
    }
    return NONE_BEFORE;
  }

  private long lastBehind(Span.BehindGap behind, long from, Backward search) {
    var tick = search.last(from, behind.start(), behind.offset());
    return switch (gap) {
      case SKIP -> tick;
      case SHIFT -> Math.max(tick, lastShifted(behind, from, search));
    };
  }

  private static long lastShifted(Span.BehindGap behind, long from, Backward search) {
    var offset = behind.offsetBefore();
    var tick = search.last(from, behind.start(), offset);
    return tick != NONE_BEFORE && behind.isLost(tick + offset)
        ? search.last(behind.lostFrom() - offset - 1, behind.start(), offset)
        : tick;
  }

  /// Remembers where nothing matches, so that a rare expression does not search the same months
  /// again in each span.
  private static final class Forward {
    private final LocalTimes times;
    private long from = Long.MAX_VALUE;
    private long found = Long.MIN_VALUE;

    Forward(LocalTimes times) {
      this.times = times;
    }

    /// The first tick from a second on, before the end.
    long first(long second, long end, int offset) {
      var minute = Math.ceilDiv(second + offset, 60);
      if (minute < from || minute > found) {
        from = minute;
        found = times.atOrAfter(minute);
      }
      return found == LocalTimes.NONE_AFTER || found * 60 - offset >= end
          ? NONE_AFTER
          : found * 60 - offset;
    }
  }

  /// The same, going back.
  private static final class Backward {
    private final LocalTimes times;
    private long from = Long.MIN_VALUE;
    private long found = Long.MAX_VALUE;

    Backward(LocalTimes times) {
      this.times = times;
    }

    /// The last tick up to a second, not before the start.
    long last(long second, long start, int offset) {
      var minute = Math.floorDiv(second + offset, 60);
      if (minute > from || minute < found) {
        from = minute;
        found = times.atOrBefore(minute);
      }
      return found == LocalTimes.NONE_BEFORE || found * 60 - offset < start
          ? NONE_BEFORE
          : found * 60 - offset;
    }
  }
}
