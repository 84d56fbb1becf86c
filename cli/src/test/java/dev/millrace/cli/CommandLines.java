package dev.millrace.cli;

import dev.millrace.cli.line.Parser;
import dev.millrace.cli.line.WrongUseException;
import dev.millrace.cli.terminal.Terminal;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// Runs command lines in this JVM, for tests outside of this package.
public final class CommandLines {
  private CommandLines() {}

  /// How a command line ended, and what it wrote.
  public record Ended(int status, String out, String err) {}

  /// Runs a command line without its first word.
  public static Ended run(List<String> words) {
    var call = Call.of(words.toArray(String[]::new));
    return new Ended(call.status().code(), call.out(), call.err());
  }

  /// Whether there is a command of that name.
  public static boolean isCommand(String name) {
    return Commands.NAMES.contains(name);
  }

  /// What is wrong with a command line without its first word; it is not run.
  public static Optional<String> complaint(List<String> words) {
    if (words.equals(List.of("--help")) || words.equals(List.of("--version"))) {
      return Optional.empty();
    }
    var nowhere = OutputStream.nullOutputStream();
    var command = Commands.named(words.getFirst(), Terminal.of(nowhere, nowhere));
    if (command.isEmpty()) {
      return Optional.of("there is no command " + words.getFirst());
    }
    var rest = words.subList(1, words.size());
    if (Parser.asksForHelp(rest)) {
      return Optional.empty();
    }
    try {
      var _ = Parser.parse(command.get().syntax(), rest);
      return Optional.empty();
    } catch (WrongUseException e) {
      return Optional.of(e.what());
    }
  }
}
