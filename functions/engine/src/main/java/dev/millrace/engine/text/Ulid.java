package dev.millrace.engine.text;

import java.time.Instant;
import java.util.random.RandomGenerator;

/// ULIDs: 26 characters that sort by time to the millisecond and never repeat.
public final class Ulid {
  /// Crockford's base 32, as ULIDs have it.
  private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

  private static final int TIME_DIGITS = 10;
  private static final int RANDOM_DIGITS = 16;

  private Ulid() {}

  /// A new one.
  ///
  /// @param random as good as the ids must be
  public static String of(Instant at, RandomGenerator random) {
    var text = new char[TIME_DIGITS + RANDOM_DIGITS];
    var time = at.toEpochMilli();
    for (var place = TIME_DIGITS - 1; place >= 0; place--) {
      text[place] = DIGITS[(int) (time & 31)];
      time >>>= 5;
    }
    var bytes = new byte[RANDOM_DIGITS];
    random.nextBytes(bytes);
    for (var place = 0; place < RANDOM_DIGITS; place++) {
      text[TIME_DIGITS + place] = DIGITS[bytes[place] & 31];
    }
    return new String(text);
  }
}
