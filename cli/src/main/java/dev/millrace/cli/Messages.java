package dev.millrace.cli;

import dev.millrace.cli.terminal.Paint;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;

/// Sentences on standard error that several commands say.
final class Messages {
  private Messages() {}

  /// Says what is wrong with how the command was used.
  static ExitStatus wrongUse(Terminal terminal, String message) {
    return said(terminal, message, ExitStatus.WRONG_USE);
  }

  /// Says what failed.
  static ExitStatus failed(Terminal terminal, String message) {
    return said(terminal, message, ExitStatus.FAILED);
  }

  /// A number and the noun that it counts.
  static String count(int number, String noun) {
    return "%,d %s%s".formatted(number, noun, number == 1 ? "" : "s");
  }

  private static ExitStatus said(Terminal terminal, String message, ExitStatus status) {
    var err = terminal.err();
    err.line(err.painted(Paint.RED, "millrace:") + " " + Printable.text(message));
    return status;
  }
}
