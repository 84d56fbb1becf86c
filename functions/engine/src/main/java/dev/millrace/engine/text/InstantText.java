package dev.millrace.engine.text;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Instants as ISO 8601 in UTC with exactly six fraction digits (`2026-11-23T06:00:00.000000Z`),
/// so that they sort as text.
public final class InstantText {
  private static final int LENGTH = "2026-11-23T06:00:00.000000Z".length();
  private static final int NANOS_A_MICRO = 1_000;
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant AFTER_LATEST = Instant.parse("+10000-01-01T00:00:00Z");

  private InstantText() {}

  /// Writes an instant of the years 0 to 9999; what is finer than a microsecond is cut off.
  ///
  /// @throws IllegalArgumentException for an instant outside of these years
  public static String of(Instant instant) {
    if (instant.isBefore(EARLIEST) || !instant.isBefore(AFTER_LATEST)) {
      throw new IllegalArgumentException("an instant outside of the years 0 to 9999: " + instant);
    }
    var time =
        LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
    var text = new byte[LENGTH];
    put(text, 0, 4, time.getYear());
    text[4] = '-';
    put(text, 5, 2, time.getMonthValue());
    text[7] = '-';
    put(text, 8, 2, time.getDayOfMonth());
    text[10] = 'T';
    put(text, 11, 2, time.getHour());
    text[13] = ':';
    put(text, 14, 2, time.getMinute());
    text[16] = ':';
    put(text, 17, 2, time.getSecond());
    text[19] = '.';
    put(text, 20, 6, time.getNano() / NANOS_A_MICRO);
    text[26] = 'Z';
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /// Reads an instant in this form, or in any other form of ISO 8601 in UTC.
  ///
  /// @throws IllegalArgumentException for other text
  public static Instant parse(String text) {
    if (text.length() == LENGTH && text.charAt(19) == '.' && text.charAt(26) == 'Z') {
      try {
        return LocalDateTime.of(
                number(text, 0, 4),
                number(text, 5, 2),
                number(text, 8, 2),
                number(text, 11, 2),
                number(text, 14, 2),
                number(text, 17, 2),
                number(text, 20, 6) * NANOS_A_MICRO)
            .toInstant(ZoneOffset.UTC);
      } catch (DateTimeException wrong) {
        throw new IllegalArgumentException("not an instant: " + text, wrong);
      }
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException wrong) {
      throw new IllegalArgumentException("not an instant: " + text, wrong);
    }
  }

  private static void put(byte[] text, int at, int digits, int number) {
    var rest = number;
    for (var place = at + digits - 1; place >= at; place--) {
      text[place] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private static int number(String text, int at, int digits) {
    var number = 0;
    for (var place = at; place < at + digits; place++) {
      var digit = text.charAt(place) - '0';
      if (digit < 0 || digit > 9) {
        throw new IllegalArgumentException("not an instant: " + text);
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
