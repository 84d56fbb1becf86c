package dev.millrace.local.sqlite;

/// What a loss of power may cost. A killed process (`kill -9`, out of memory) costs nothing with
/// either: a write that returned is in the file as far as the operating system is concerned.
public enum Durability {
  /// Writes of the last seconds may be missing after a loss of power or a crash of the operating
  /// system; what is there is consistent. An action whose claim went missing may then be executed
  /// a second time. For computers at which somebody works.
  NORMAL,

  /// A write returns when the disk says that it holds it. Each commit then takes as long as the
  /// disk needs (milliseconds); many writers share one. For hosts that must not execute twice even
  /// after a loss of power.
  FULL
}
