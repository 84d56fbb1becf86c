package dev.millrace.local;

import dev.millrace.engine.Clock;
import dev.millrace.engine.Ids;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Ids that never repeat on one data folder: invocations carry the number of the host's start, the
/// rest is random.
final class HostIds implements Ids {
  /// Crockford's base 32, as ULIDs have it.
  private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

  private static final int TIME_DIGITS = 10;
  private static final int RANDOM_DIGITS = 16;

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
    var text = new char[TIME_DIGITS + RANDOM_DIGITS];
    var time = clock.now().toEpochMilli();
    for (var at = TIME_DIGITS - 1; at >= 0; at--) {
      text[at] = DIGITS[(int) (time & 31)];
      time >>>= 5;
    }
    var bytes = new byte[RANDOM_DIGITS];
    random.nextBytes(bytes);
    for (var at = 0; at < RANDOM_DIGITS; at++) {
      text[TIME_DIGITS + at] = DIGITS[bytes[at] & 31];
    }
    return new String(text);
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
