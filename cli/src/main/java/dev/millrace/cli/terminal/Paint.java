package dev.millrace.cli.terminal;

/// Colours and weights, as terminals know them (ECMA-48).
public enum Paint {
  /// Weight of headings and names.
  BOLD("1"),
  /// For what is less important.
  DIM("2"),
  /// It went wrong.
  RED("31"),
  /// It went well.
  GREEN("32"),
  /// Look at it.
  YELLOW("33"),
  /// It goes on.
  CYAN("36");

  private final String code;

  Paint(String code) {
    this.code = code;
  }

  /// The text between the sequences that turn this paint on and off.
  String on(String text) {
    return "\033[" + code + "m" + text + "\033[0m";
  }
}
