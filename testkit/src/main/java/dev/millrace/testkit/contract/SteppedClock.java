package dev.millrace.testkit.contract;

import dev.millrace.engine.Clock;
import java.time.Duration;
import java.time.Instant;

/// A clock that stands still until a test moves it. Safe for any number of threads.
public final class SteppedClock implements Clock {
  private volatile Instant now;

  /// A clock that shows that instant.
  public SteppedClock(Instant start) {
    now = start;
  }

  @Override
  public Instant now() {
    return now;
  }

  /// Moves the clock on; for one thread.
  public void advance(Duration by) {
    now = now.plus(by);
  }
}
