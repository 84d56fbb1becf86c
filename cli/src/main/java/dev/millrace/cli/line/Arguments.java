package dev.millrace.cli.line;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The values of one command line, as its syntax allows them.
public final class Arguments {
  private final Syntax syntax;
  private final List<String> arguments;
  private final Map<String, List<String>> options;

  /// @param options values by name; a flag has an empty list
  Arguments(Syntax syntax, List<String> arguments, Map<String, List<String>> options) {
    this.syntax = syntax;
    this.arguments = arguments;
    this.options = options;
  }

  /// The argument of a label that stands once.
  public String argument(String label) {
    return arguments.get(place(label));
  }

  /// The arguments of a label that may stand more than once.
  public List<String> arguments(String label) {
    return arguments.subList(place(label), arguments.size());
  }

  /// Whether a flag stands there.
  public boolean has(String option) {
    return options.containsKey(known(option));
  }

  /// The value of an option.
  public Optional<String> text(String option) {
    return texts(option).stream().findFirst();
  }

  /// The values of an option that may stand several times, in their order.
  public List<String> texts(String option) {
    return options.getOrDefault(known(option), List.of());
  }

  /// The value of an option, read.
  ///
  /// @param read gives the value; empty when the text is none
  /// @param expected what the text should be, to follow `must be`
  /// @throws WrongUseException when the text is no such value
  public <T> Optional<T> read(String option, Function<String, Optional<T>> read, String expected) {
    return text(option)
        .map(
            text ->
                read.apply(text)
                    .orElseThrow(
                        () ->
                            new WrongUseException(
                                "%s must be %s, not %s."
                                    .formatted(
                                        option, expected, text.isEmpty() ? "empty" : text))));
  }

  /// The value of an option that is a whole number.
  ///
  /// @throws WrongUseException when it is none, or not from `least` to `most`
  public int number(String option, int least, int most, int otherwise) {
    return (int) number(option, least, most, (long) otherwise);
  }

  /// The value of an option that is a whole number, perhaps a very large one.
  ///
  /// @throws WrongUseException when it is none, or not from `least` to `most`
  public long number(String option, long least, long most, long otherwise) {
    return read(
            option,
            text -> number(text).filter(value -> value >= least && value <= most),
            "a whole number from %,d to %,d".formatted(least, most))
        .orElse(otherwise);
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private int place(String label) {
    for (var at = 0; at < syntax.arguments().size(); at++) {
      if (syntax.arguments().get(at).label().equals(label)) {
        return at;
      }
    }
    throw new IllegalArgumentException(syntax.name() + " takes no " + label);
  }

  private String known(String option) {
    if (syntax.option(option).isEmpty()) {
      throw new IllegalArgumentException(syntax.name() + " takes no " + option);
    }
    return option;
  }
}
