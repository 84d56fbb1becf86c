package dev.millrace.core.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells what the changes of a zone do to ticks. A rate counts real time, so there is nothing to be
/// told of it.
public final class ZoneNotices {
  private final LocalMinutes minutes;
  private final ZoneTable table;
  private final Timing timing;

  private ZoneNotices(LocalMinutes minutes, Timing timing) {
    this.minutes = minutes;
    this.table = ZoneTable.of(timing.zone());
    this.timing = timing;
  }

  /// The local minutes that an expression means.
  private interface LocalMinutes {
    /// The first of them, from a minute on; [LocalTimes#NONE_AFTER] when there is none.
    long atOrAfter(long minute);

    default boolean has(long localSecond) {
      var minute = Math.floorDiv(localSecond, 60);
      return atOrAfter(minute) == minute;
    }
  }

  /// The notices of an expression.
  public static ZoneNotices of(ScheduleExpression expression, Timing timing) {
    return switch (expression) {
      case Cron cron -> new ZoneNotices(new LocalTimes(cron)::atOrAfter, timing);
      case Rate _ -> new ZoneNotices(_ -> LocalTimes.NONE_AFTER, timing);
      case At(var local) -> {
        var only = Math.floorDiv(local.toEpochSecond(ZoneOffset.UTC), 60);
        yield new ZoneNotices(minute -> minute <= only ? only : LocalTimes.NONE_AFTER, timing);
      }
    };
  }

  /// What the changes in a stretch of time do, in their order.
  ///
  /// @param from the first instant that counts
  /// @param to the first that does not
  public List<ZoneNotice> between(Instant from, Instant to) {
    var notices = new ArrayList<ZoneNotice>();
    for (var at = table.at(from.getEpochSecond()); at < table.size(); at++) {
      var change = Instant.ofEpochSecond(table.span(at).start());
      if (!change.isBefore(to)) {
        break;
      }
      if (!change.isBefore(from) && isWithinBounds(change)) {
        notice(table.span(at)).ifPresent(notices::add);
      }
    }
    return notices;
  }

  /// What is odd about the local time of a tick; empty when it is as it should be.
  public Optional<String> of(Instant tick) {
    var second = tick.getEpochSecond();
    var at = table.at(second);
    var span = table.span(at);
    var local = second + span.offset();
    if (span instanceof Span.BehindGap gap && stands(gap, second)) {
      var meant = time(second + gap.offsetBefore());
      return Optional.of(
          (minutes.has(local) ? "also stands for " : "stands for ")
              + meant
              + ", which does not exist on this day");
    }
    if (!minutes.has(local)) {
      return Optional.empty();
    }
    if (span instanceof Span.Repeated) {
      return Optional.of("the second " + time(local));
    }
    return at + 1 < table.size()
            && table.span(at + 1) instanceof Span.Repeated next
            && local >= next.start() + next.offset()
        ? Optional.of(
            switch (timing.repeat()) {
              case FIRST -> time(local) + " comes twice: only the first is a tick";
              case BOTH -> "the first " + time(local);
            })
        : Optional.empty();
  }

  /// Whether a tick stands for a local time that does not exist.
  private boolean stands(Span.BehindGap gap, long second) {
    return switch (timing.gap()) {
      case SKIP -> false;
      case SHIFT -> {
        var meant = second + gap.offsetBefore();
        yield !gap.isLost(meant) && minutes.has(meant);
      }
    };
  }

  private boolean isWithinBounds(Instant change) {
    return timing.start().filter(change::isBefore).isEmpty()
        && timing.end().filter(end -> !change.isBefore(end)).isEmpty();
  }

  private Optional<ZoneNotice> notice(Span span) {
    return switch (span) {
      case Span.Plain _ -> Optional.empty();
      case Span.Repeated(var start, var end, var offset, var before) ->
          notice(start + before, start + offset, start + offset, end + offset, ofRepeated());
      case Span.BehindGap gap -> {
        var before = gap.start() + gap.offsetBefore();
        var after = gap.start() + gap.offset();
        yield notice(before, after, before, after, effect(gap));
      }
    };
  }

  private ZoneNotice.Effect ofRepeated() {
    return switch (timing.repeat()) {
      case FIRST -> ZoneNotice.Effect.ONCE;
      case BOTH -> ZoneNotice.Effect.TWICE;
    };
  }

  /// A gap that takes a whole day is that day and no more, in all zones that there are.
  private ZoneNotice.Effect effect(Span.BehindGap gap) {
    return switch (timing.gap()) {
      case SKIP -> ZoneNotice.Effect.SKIPPED;
      case SHIFT ->
          gap.lostFrom() < gap.lostTo() ? ZoneNotice.Effect.SKIPPED : ZoneNotice.Effect.SHIFTED;
    };
  }

  /// @param from the first local second that is meant
  /// @param to the first that is not; a day away at most, so that all minutes can be looked at
  private Optional<ZoneNotice> notice(
      long before, long after, long from, long to, ZoneNotice.Effect effect) {
    var found = new ArrayList<Long>();
    for (var minute = minutes.atOrAfter(Math.ceilDiv(from, 60));
        minute != LocalTimes.NONE_AFTER && minute * 60 < to;
        minute = minutes.atOrAfter(minute + 1)) {
      found.add(minute);
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ZoneNotice(
                local(before),
                local(after),
                effect,
                local(found.getFirst() * 60),
                local(found.getLast() * 60),
                found.size()));
  }

  private static LocalDateTime local(long second) {
    return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
  }

  private static String time(long localSecond) {
    return local(localSecond).toLocalTime().toString();
  }
}
