package dev.millrace.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a command is called, what it takes and how it is explained. Immutable: each verb makes the
/// next one.
///
/// @param description in a sentence; lists of commands show it
/// @param arguments in the order in which they stand
/// @param notes below the options: examples and what else there is to say, line by line
public record Syntax(
    String name,
    String description,
    List<Argument> arguments,
    List<Option> options,
    List<String> notes) {

  /// How often an argument stands.
  public enum Times {
    /// It must be there.
    ONCE,
    /// Any number; none will do.
    ANY,
    /// At least once.
    SOME
  }

  /// A value that is told by its place; only the last may stand more than once.
  public record Argument(String label, Times times, String description) {}

  /// A value that is told by its name, or a flag.
  ///
  /// @param name with its dashes
  /// @param label what its value is called in the help; empty: it is a flag
  /// @param repeatable whether it may stand more than once
  public record Option(
      String name, Optional<String> label, boolean repeatable, String description) {}

  /// Copies the lists.
  public Syntax {
    arguments = List.copyOf(arguments);
    options = List.copyOf(options);
    notes = List.copyOf(notes);
  }

  /// A command that takes nothing.
  public static Syntax of(String name, String description) {
    return new Syntax(name, description, List.of(), List.of(), List.of());
  }

  /// Takes one more argument.
  public Syntax argument(String label, Times times, String text) {
    var more = plus(arguments, new Argument(label, times, text));
    return new Syntax(name, description, more, options, notes);
  }

  /// Takes an option with a value.
  public Syntax option(String option, String label, String text) {
    return with(new Option(option, Optional.of(label), false, text));
  }

  /// Takes an option with a value that may stand several times.
  public Syntax options(String option, String label, String text) {
    return with(new Option(option, Optional.of(label), true, text));
  }

  /// Takes a flag.
  public Syntax flag(String option, String text) {
    return with(new Option(option, Optional.empty(), false, text));
  }

  /// Takes the same options as others do.
  public Syntax with(List<Option> shared) {
    var syntax = this;
    for (var option : shared) {
      syntax = syntax.with(option);
    }
    return syntax;
  }

  /// Is explained further, after an empty line.
  public Syntax notes(String... lines) {
    var more = new ArrayList<>(notes);
    more.add("");
    more.addAll(List.of(lines));
    return new Syntax(name, description, arguments, options, more);
  }

  /// The option of a name, if there is one.
  Optional<Option> option(String option) {
    return options.stream().filter(known -> known.name().equals(option)).findFirst();
  }

  private Syntax with(Option option) {
    return new Syntax(name, description, arguments, plus(options, option), notes);
  }

  private static <T> List<T> plus(List<T> some, T more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }
}
