package dev.millrace.testkit.memory;

import dev.millrace.engine.Ids;
import java.util.concurrent.atomic.AtomicLong;

/// Ids and seeds that count from 1, so that a test makes the same ones each time. Safe for any
/// number of threads.
public final class CountedIds implements Ids {
  private final AtomicLong last = new AtomicLong();

  @Override
  public String ulid() {
    return "%026d".formatted(last.incrementAndGet());
  }

  @Override
  public String invocation() {
    return "i-" + last.incrementAndGet();
  }

  @Override
  public long seed() {
    return last.incrementAndGet();
  }
}
