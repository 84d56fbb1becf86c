package dev.millrace.engine;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// How instants are written wherever people or programs read them: ISO 8601 in UTC with exactly
/// six fraction digits, so that they sort as text.
public final class Instants {
  private static final DateTimeFormatter SIX_DIGITS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Instants() {}

  /// The text of an instant.
  public static String text(Instant instant) {
    return SIX_DIGITS.format(instant);
  }
}
