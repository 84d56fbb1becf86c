package dev.millrace.cli;

import dev.millrace.cli.terminal.Printable;
import dev.millrace.definition.expression.Nearest;
import java.util.Collection;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What a wrong command line is answered with: what is wrong, what was probably meant, where the
/// help is.
final class WrongUse {
  private WrongUse() {}

  static String text(ParameterException wrong) {
    var command = wrong.getCommandLine();
    var name = command.getCommandSpec().qualifiedName();
    return Printable.text(
        name + ": " + what(wrong, command) + "\nSee " + name + " --help for what it takes.\n");
  }

  private static String what(ParameterException wrong, CommandLine command) {
    return switch (wrong) {
      case UnmatchedArgumentException unmatched ->
          unmatched(unmatched.getUnmatched().getFirst(), command);
      case MissingParameterException missing -> missing(missing);
      default -> sentence(wrong.getMessage());
    };
  }

  private static String unmatched(String found, CommandLine command) {
    if (found.startsWith("-")) {
      var option = found.indexOf('=') < 0 ? found : found.substring(0, found.indexOf('='));
      return "there is no option " + option + "." + meant(option, command.getCommandSpec().optionsMap().keySet());
    }
    if (!command.getSubcommands().isEmpty()) {
      return "there is no command " + found + "." + meant(found, command.getSubcommands().keySet());
    }
    return "the argument " + found + " is one too many.";
  }

  private static String missing(MissingParameterException missing) {
    var names = missing.getMissing().stream().map(arg -> arg.isOption() ? ((CommandLine.Model.OptionSpec) arg).longestName() : arg.paramLabel()).toList();
    return names.isEmpty() ? sentence(missing.getMessage()) : String.join(" and ", names) + " is missing.";
  }

  private static String meant(String found, Collection<String> known) {
    return Nearest.of(found, known).map(name -> " Did you mean " + name + "?").orElse("");
  }

  /// Messages of the parser begin with a capital letter and end without a full stop.
  private static String sentence(String message) {
    var begun = message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    return begun.endsWith(".") || begun.endsWith("?") ? begun : begun + ".";
  }
}
