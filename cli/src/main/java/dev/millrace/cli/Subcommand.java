package dev.millrace.cli;

/// What stands behind a command's name once its options have been parsed.
interface Subcommand {
  /// Does it: parses no further, calls one use case or the API, prints.
  ExitStatus execute();
}
