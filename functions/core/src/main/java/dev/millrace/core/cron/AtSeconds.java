package dev.millrace.core.cron;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// The ticks of an at expression: one, none when its time does not exist, two when it comes twice.
///
/// @param seconds ascending
record AtSeconds(List<Long> seconds) implements TickSeconds {
  static AtSeconds of(At at, Timing timing) {
    var local = at.local().toEpochSecond(ZoneOffset.UTC);
    var table = ZoneTable.of(timing.zone());
    var seconds = new ArrayList<Long>();
    for (var place = 0; place < table.size(); place++) {
      var span = table.span(place);
      switch (span) {
        case Span.Plain _ -> addIfIn(span, local - span.offset(), seconds);
        case Span.Repeated _ -> {
          if (timing.repeat() == Repeat.BOTH) {
            addIfIn(span, local - span.offset(), seconds);
          }
        }
        case Span.BehindGap gap -> {
          addIfIn(span, local - gap.offset(), seconds);
          if (timing.gap() == Gap.SHIFT && !gap.isLost(local)) {
            addIfIn(span, local - gap.offsetBefore(), seconds);
          }
        }
      }
    }
    return new AtSeconds(List.copyOf(seconds));
  }

  private static void addIfIn(Span span, long second, List<Long> seconds) {
    if (second >= span.start() && second < span.end()) {
      seconds.add(second);
    }
  }

  @Override
  public long atOrAfter(long second) {
    for (var tick : seconds) {
      if (tick >= second) {
        return tick;
      }
    }
    return NONE_AFTER;
  }

  @Override
  public long atOrBefore(long second) {
    for (var tick : seconds.reversed()) {
      if (tick <= second) {
        return tick;
      }
    }
    return NONE_BEFORE;
  }
}
