package dev.millrace.local;

import dev.millrace.engine.Clock;
import dev.millrace.engine.Ids;
import dev.millrace.engine.text.Ulid;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Ids that never repeat on one data folder: invocations carry the number of the host's start, the
/// rest is random.
final class HostIds implements Ids {
  private final Clock clock;
  private final long hostNumber;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong invocations = new AtomicLong();

  HostIds(Clock clock, long hostNumber) {
    this.clock = clock;
    this.hostNumber = hostNumber;
  }

  @Override
  public String ulid() {
    return Ulid.of(clock.now(), random);
  }

  @Override
  public String invocation() {
    return Long.toString(hostNumber, 36) + "-" + Long.toString(invocations.incrementAndGet(), 36);
  }

  @Override
  public long seed() {
    return random.nextLong();
  }
}
