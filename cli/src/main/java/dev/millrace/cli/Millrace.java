package dev.millrace.cli;

import dev.millrace.cli.line.Help;
import dev.millrace.cli.line.Parser;
import dev.millrace.cli.line.WrongUseException;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.definition.expression.Nearest;
import java.util.List;

/// The command `millrace`. Without a command it says what there is and ends with status 2.
public final class Millrace {
  private Millrace() {}

  /// Runs one command line and ends the process with its exit status.
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /// Runs one command line with the streams of this process: 0 done, 1 failed, 2 wrong use, 3 not
  /// reachable.
  public static int execute(String... args) {
    return execute(Terminal.ofProcess(), List.of(args)).code();
  }

  /// Runs one command line.
  static ExitStatus execute(Terminal terminal, List<String> words) {
    if (words.isEmpty()) {
      terminal.err().print(Commands.help(terminal, terminal.err()));
      return ExitStatus.WRONG_USE;
    }
    var rest = words.subList(1, words.size());
    return switch (words.getFirst()) {
      case "-h", "--help", "help" ->
          rest.isEmpty() ? help(terminal) : help(terminal, rest.getFirst());
      case "-v", "-V", "--version", "version" -> {
        terminal.out().line("millrace " + version());
        yield ExitStatus.DONE;
      }
      default -> command(terminal, words.getFirst(), rest);
    };
  }

  private static ExitStatus help(Terminal terminal) {
    terminal.out().print(Commands.help(terminal, terminal.out()));
    return ExitStatus.DONE;
  }

  private static ExitStatus help(Terminal terminal, String name) {
    return command(terminal, name, List.of("--help"));
  }

  private static ExitStatus command(Terminal terminal, String name, List<String> words) {
    var found = Commands.named(name, terminal);
    if (found.isEmpty()) {
      return wrongUse(terminal, "millrace", unknown(name));
    }
    var command = found.get();
    if (Parser.asksForHelp(words)) {
      terminal.out().print(Help.of(command.syntax(), terminal.out()));
      return ExitStatus.DONE;
    }
    try {
      return command.execute(Parser.parse(command.syntax(), words));
    } catch (WrongUseException e) {
      return wrongUse(terminal, "millrace " + name, e.what());
    }
  }

  private static String unknown(String name) {
    var near =
        name.startsWith("-")
            ? Nearest.of(name, List.of("--help", "--version"))
            : Nearest.of(name, Commands.NAMES);
    return "there is no %s %s.%s"
        .formatted(
            name.startsWith("-") ? "option" : "command",
            name,
            near.map(known -> " Did you mean " + known + "?").orElse(""));
  }

  private static ExitStatus wrongUse(Terminal terminal, String command, String what) {
    terminal
        .err()
        .line(
            Printable.text(
                "%s: %s\nSee %s --help for what there is.".formatted(command, what, command)));
    return ExitStatus.WRONG_USE;
  }

  /// The version that the build wrote into the jar.
  private static String version() {
    var built = Millrace.class.getPackage().getImplementationVersion();
    return built == null ? "(not packaged)" : built;
  }
}
