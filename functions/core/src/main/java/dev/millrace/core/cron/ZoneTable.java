package dev.millrace.core.cron;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The changes of a zone over the years of schedules, cut into spans. Immutable; the tables of
/// zones that have changes are made once and kept: no more than there are such zones, some 400, of
/// at most some 70 KB.
final class ZoneTable {
  /// A day before the first and behind the last local day of schedules, whatever the offset.
  private static final Instant FIRST =
      LocalDate.of(ScheduleExpression.FIRST_YEAR, 1, 1)
          .atStartOfDay()
          .minusDays(2)
          .toInstant(ZoneOffset.UTC);

  private static final Instant LAST =
      LocalDate.of(ScheduleExpression.LAST_YEAR + 1, 1, 1)
          .atStartOfDay()
          .plusDays(2)
          .toInstant(ZoneOffset.UTC);

  private static final int SECONDS_A_DAY = 86_400;

  private static final ConcurrentMap<ZoneRules, ZoneTable> KEPT = new ConcurrentHashMap<>();

  private final long[] starts;
  private final Span[] spans;

  private ZoneTable(List<Span> spans) {
    this.spans = spans.toArray(Span[]::new);
    this.starts = spans.stream().mapToLong(Span::start).toArray();
  }

  /// The table of a zone.
  static ZoneTable of(ZoneId zone) {
    var rules = zone.getRules();
    return rules.isFixedOffset()
        ? new ZoneTable(spans(rules))
        : KEPT.computeIfAbsent(rules, some -> new ZoneTable(spans(some)));
  }

  /// How many spans there are. The first begins and the last ends beyond all ticks.
  int size() {
    return spans.length;
  }

  /// A span by its place, in the order of time.
  Span span(int at) {
    return spans[at];
  }

  /// The place of the span that a second is in; seconds beyond the table are in the outermost.
  int at(long second) {
    var low = 0;
    var high = starts.length - 1;
    while (low < high) {
      var middle = (low + high + 1) >>> 1;
      if (starts[middle] <= second) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static List<Span> spans(ZoneRules rules) {
    var spans = new ArrayList<Span>();
    var start = FIRST.getEpochSecond();
    var offset = rules.getOffset(FIRST).getTotalSeconds();
    for (var change = rules.nextTransition(FIRST);
        change != null && change.getInstant().isBefore(LAST);
        change = rules.nextTransition(change.getInstant())) {
      var at = change.toEpochSecond();
      spans.add(new Span.Plain(start, at, offset));
      var behind = behind(change);
      spans.add(behind);
      start = behind.end();
      offset = behind.offset();
    }
    spans.add(new Span.Plain(start, LAST.getEpochSecond(), offset));
    return spans;
  }

  /// The span at a change in which local times are odd. No zone changes again before its end; the
  /// table of one that did would not be in order, which a test over all zones would find.
  private static Span behind(ZoneOffsetTransition change) {
    var at = change.toEpochSecond();
    var after = change.getOffsetAfter().getTotalSeconds();
    var before = change.getOffsetBefore().getTotalSeconds();
    if (change.isOverlap()) {
      return new Span.Repeated(at, at + before - after, after, before);
    }
    return new Span.BehindGap(
        at,
        at + after - before,
        after,
        before,
        Math.ceilDiv(at + before, SECONDS_A_DAY) * SECONDS_A_DAY,
        Math.floorDiv(at + after, SECONDS_A_DAY) * SECONDS_A_DAY);
  }
}
