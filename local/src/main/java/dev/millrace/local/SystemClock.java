package dev.millrace.local;

import dev.millrace.engine.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The computer's clock, to the microsecond.
final class SystemClock implements Clock {
  @Override
  public Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
