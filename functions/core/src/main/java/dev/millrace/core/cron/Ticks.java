package dev.millrace.core.cron;

import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The ticks of an expression: instants in whole seconds, ascending, each once. There are none
/// before [ScheduleExpression#FIRST_YEAR] and none behind [ScheduleExpression#LAST_YEAR].
/// Immutable, safe for any number of threads; made once and asked often.
public final class Ticks {
  private final TickSeconds seconds;
  private final long least;
  private final long most;

  private Ticks(TickSeconds seconds, long least, long most) {
    this.seconds = seconds;
    this.least = least;
    this.most = most;
  }

  /// The ticks of an expression.
  public static Ticks of(ScheduleExpression expression, Timing timing) {
    var seconds =
        switch (expression) {
          case Cron cron -> new CronSeconds(cron, timing);
          case Rate rate ->
              new RateSeconds(
                  timing.start().orElse(Instant.EPOCH).getEpochSecond(), rate.period().toSeconds());
          case At at -> AtSeconds.of(at, timing);
        };
    return new Ticks(
        seconds,
        timing.start().orElse(Instant.MIN).getEpochSecond(),
        timing.end().orElse(Instant.MAX).getEpochSecond() - 1);
  }

  /// The next tick: the first one later than an instant.
  public Optional<Instant> after(Instant instant) {
    return instant(atOrAfter(instant.getEpochSecond() + 1));
  }

  /// The previous tick: the last one earlier than an instant.
  public Optional<Instant> before(Instant instant) {
    var second = instant.getEpochSecond();
    return instant(atOrBefore(instant.getNano() == 0 ? second - 1 : second));
  }

  /// Whether there is a tick at that very instant.
  public boolean isTick(Instant instant) {
    return instant.getNano() == 0
        && atOrAfter(instant.getEpochSecond()) == instant.getEpochSecond();
  }

  /// Whether there is any tick at all.
  public boolean hasAny() {
    return atOrAfter(least) != TickSeconds.NONE_AFTER;
  }

  /// The ticks of a range, computed as they are asked for.
  ///
  /// @param from the first instant that counts
  /// @param to the first that does not
  public Stream<Instant> between(Instant from, Instant to) {
    var ordered = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(new Range(ceiling(from), ceiling(to)), ordered), false);
  }

  private static long ceiling(Instant instant) {
    return instant.getEpochSecond() + (instant.getNano() == 0 ? 0 : 1);
  }

  private long atOrAfter(long second) {
    var tick = seconds.atOrAfter(Math.max(second, least));
    return tick > most ? TickSeconds.NONE_AFTER : tick;
  }

  private long atOrBefore(long second) {
    var tick = seconds.atOrBefore(Math.min(second, most));
    return tick < least ? TickSeconds.NONE_BEFORE : tick;
  }

  private static Optional<Instant> instant(long tick) {
    return tick == TickSeconds.NONE_AFTER || tick == TickSeconds.NONE_BEFORE
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(tick));
  }

  /// Steps from tick to tick up to a second, exclusive.
  private final class Range implements Iterator<Instant> {
    private final long to;
    private long next;

    Range(long from, long to) {
      this.to = to;
      this.next = atOrAfter(from);
    }

    @Override
    public boolean hasNext() {
      return next < to && next != TickSeconds.NONE_AFTER;
    }

    @Override
    public Instant next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      var tick = Instant.ofEpochSecond(next);
      next = atOrAfter(next + 1);
      return tick;
    }
  }
}
