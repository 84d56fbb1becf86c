package dev.millrace.aws.dynamodb;

import dev.millrace.engine.Clock;
import java.time.Instant;

/// A clock that goes on a little whenever somebody looks at it, and can be put forward.
final class TickingClock implements Clock {
  private static final long TICK_MS = 1;

  private Instant now;

  TickingClock(Instant start) {
    now = start;
  }

  @Override
  public synchronized Instant now() {
    now = now.plusMillis(TICK_MS);
    return now;
  }

  synchronized void forwardTo(Instant at) {
    if (at.isAfter(now)) {
      now = at;
    }
  }
}
