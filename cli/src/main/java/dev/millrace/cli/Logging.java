package dev.millrace.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/// What the rooms log, on standard error. The formatter reads its form once, before the first line.
final class Logging {
  private static final String FORM = "java.util.logging.SimpleFormatter.format";

  /// Time, level, message, stack trace; a line each.
  private static final String ONE_LINE = "%1$tT %4$s %5$s%6$s%n";

  /// Held, because a logger that nobody holds is forgotten together with its level.
  private static final Logger ROOMS = Logger.getLogger("dev.millrace");

  private Logging() {}

  /// A line for each message.
  static void inLines() {
    if (System.getProperty(FORM) == null) {
      System.setProperty(FORM, ONE_LINE);
    }
  }

  /// None: what is simulated goes wrong on purpose.
  static void off() {
    ROOMS.setLevel(Level.OFF);
  }
}
