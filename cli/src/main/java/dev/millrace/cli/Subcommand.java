package dev.millrace.cli;

import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.WrongUseException;

/// What stands behind a command's name.
interface Subcommand {
  /// What it takes and how it is explained.
  Syntax syntax();

  /// Does it: reads its arguments, calls one use case or the API, prints.
  ///
  /// @param arguments as [#syntax] allows them
  /// @throws WrongUseException when a value is not what it must be
  ExitStatus execute(Arguments arguments);
}
