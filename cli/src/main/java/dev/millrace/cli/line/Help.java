package dev.millrace.cli.line;

import dev.millrace.cli.line.Syntax.Argument;
import dev.millrace.cli.line.Syntax.Option;
import dev.millrace.cli.terminal.Output;
import dev.millrace.cli.terminal.Paint;

/// The help of one command.
public final class Help {
  /// Longest line that is made here.
  public static final int WIDTH = 100;

  /// Where descriptions begin, unless a name is longer.
  private static final int INDENT = 22;

  private final Output output;
  private final StringBuilder text = new StringBuilder();

  private Help(Output output) {
    this.output = output;
  }

  /// The text; every line ends.
  public static String of(Syntax syntax, Output output) {
    var help = new Help(output);
    help.usage(syntax);
    syntax.arguments().forEach(argument -> help.entry(argument.label(), argument.description()));
    syntax.options().forEach(option -> help.entry(form(option), option.description()));
    help.entry("-h, --help", "Print this help.");
    syntax.notes().forEach(line -> help.text.append(line).append('\n'));
    return help.text.toString();
  }

  /// An option with its value.
  private static String form(Option option) {
    return option.name() + option.label().map(label -> " " + label).orElse("");
  }

  private void usage(Syntax syntax) {
    text.append(output.painted(Paint.BOLD, "millrace " + syntax.name()));
    text.append(syntax.options().isEmpty() ? "" : " [OPTIONS]");
    syntax.arguments().forEach(argument -> text.append(' ').append(form(argument)));
    text.append("\n\n").append(syntax.description()).append("\n\n");
  }

  private static String form(Argument argument) {
    return switch (argument.times()) {
      case ONCE -> argument.label();
      case ANY -> "[" + argument.label() + "...]";
      case SOME -> argument.label() + "...";
    };
  }

  private void entry(String name, String description) {
    text.append("  ").append(output.painted(Paint.BOLD, name));
    var column = 2 + name.length();
    if (column + 2 > INDENT) {
      text.append('\n');
      column = 0;
    }
    text.append(" ".repeat(INDENT - column));
    column = INDENT;
    for (var word : description.split(" ", -1)) {
      if (column + 1 + word.length() > WIDTH) {
        text.append('\n').append(" ".repeat(INDENT));
        column = INDENT;
      }
      text.append(column == INDENT ? "" : " ").append(word);
      column += (column == INDENT ? 0 : 1) + word.length();
    }
    text.append('\n');
  }
}
