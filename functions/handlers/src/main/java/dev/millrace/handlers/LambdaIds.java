package dev.millrace.handlers;

import dev.millrace.engine.Clock;
import dev.millrace.engine.Ids;
import dev.millrace.engine.text.Ulid;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Ids that never repeat over all copies of all functions: all of them random, drawn in calls and
/// never before, since a snapshot's copies share what was drawn before it.
final class LambdaIds implements Ids {
  /// 96 bits: two of a billion calls have the same id with a chance of one in 10^11.
  private static final int INVOCATION_BYTES = 12;

  private final Clock clock;

  // On Linux it asks the system for every number, and has no state that copies could share.
  private final SecureRandom random = new SecureRandom();

  LambdaIds(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String ulid() {
    return Ulid.of(clock.now(), random);
  }

  @Override
  public String invocation() {
    var bytes = new byte[INVOCATION_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public long seed() {
    return random.nextLong();
  }
}
