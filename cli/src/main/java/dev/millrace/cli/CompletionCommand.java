package dev.millrace.cli;

import dev.millrace.cli.terminal.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `millrace completion`: lets shells complete commands and options.
@Command(
    name = "completion",
    description = "Prints a script that completes commands and options in bash and zsh.",
    footer = {
      "",
      "In ~/.bashrc or ~/.zshrc:",
      "  source <(millrace completion)"
    })
final class CompletionCommand implements Subcommand {
  private final Terminal terminal;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public ExitStatus execute() {
    var all = new CommandLine(new Millrace());
    Commands.addAll(all, terminal);
    terminal.out().print(AutoComplete.bash("millrace", all));
    return ExitStatus.DONE;
  }
}
