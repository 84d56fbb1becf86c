package dev.millrace.cli;

import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Completion;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.terminal.Terminal;

/// `millrace completion`: lets shells complete commands and options.
final class CompletionCommand implements Subcommand {
  private final Terminal terminal;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "completion", "Prints a script that completes commands and options in bash and zsh.")
        .notes(
            "Examples:",
            "  millrace completion > ~/.local/share/bash-completion/completions/millrace",
            "  source <(millrace completion)      in ~/.bashrc or ~/.zshrc");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    terminal.out().print(Completion.of(Commands.syntaxes(terminal)));
    return ExitStatus.DONE;
  }
}
