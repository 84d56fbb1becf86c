package dev.millrace.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/// How long something took, in words.
public final class Elapsed {
  private Elapsed() {}

  /// Two figures that matter: `0.12 s`, `3.4 s`, `42 s`, `3 min 07 s`, `2 h 05 min`, `3 d 4 h`.
  public static String text(Duration duration) {
    var millis = Math.max(0, duration.toMillis());
    if (millis < 1_000) {
      return decimal(millis / 10, 100, "%d.%02d s");
    }
    if (millis < 10_000) {
      return decimal(millis / 100, 10, "%d.%d s");
    }
    var seconds = millis / 1_000;
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return decimal(seconds, 60, "%d min %02d s");
    }
    if (seconds < 86_400) {
      return decimal(seconds / 60, 60, "%d h %02d min");
    }
    return decimal(seconds / 3_600, 24, "%d d %d h");
  }

  private static String decimal(long count, long unit, String format) {
    return String.format(Locale.ROOT, format, count / unit, count % unit);
  }
}
