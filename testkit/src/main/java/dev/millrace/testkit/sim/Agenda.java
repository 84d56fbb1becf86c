package dev.millrace.testkit.sim;

import dev.millrace.engine.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Virtual time, and what happens when. What is due at the same instant happens in an order that
/// the seed draws.
final class Agenda implements Clock {
  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::at)
          .thenComparingLong(Entry::draw)
          .thenComparingLong(Entry::order);

  private final Dice dice;
  private final PriorityQueue<Entry> entries = new PriorityQueue<>(ORDER);
  private Instant now;
  private long order;

  private record Entry(Instant at, long draw, long order, Runnable what) {}

  Agenda(Instant start, Dice dice) {
    this.now = start;
    this.dice = dice;
  }

  @Override
  public Instant now() {
    return now;
  }

  void at(Instant at, Runnable what) {
    entries.add(new Entry(at.isBefore(now) ? now : at, dice.bits(), order++, what));
  }

  /// Lets the next thing happen.
  ///
  /// @return whether there was one
  boolean step() {
    var next = entries.poll();
    if (next == null) {
      return false;
    }
    now = next.at();
    next.what().run();
    return true;
  }
}
