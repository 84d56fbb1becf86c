package dev.millrace.testkit.dag;

import dev.millrace.engine.Clock;
import java.time.Instant;

/// Time that only the host of a test moves.
final class VirtualClock implements Clock {
  private Instant now;

  VirtualClock(Instant start) {
    this.now = start;
  }

  @Override
  public Instant now() {
    return now;
  }

  void moveTo(Instant next) {
    if (next.isBefore(now)) {
      throw new IllegalArgumentException("time went from " + now + " back to " + next);
    }
    now = next;
  }
}
