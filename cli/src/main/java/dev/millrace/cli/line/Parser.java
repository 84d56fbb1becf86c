package dev.millrace.cli.line;

import dev.millrace.cli.line.Syntax.Option;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.definition.expression.Nearest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reads the words of a command line. Options may stand before and after arguments, their values
/// behind a blank or `=`; after `--` everything is an argument.
public final class Parser {
  private static final List<String> HELP = List.of("-h", "--help");

  private final Syntax syntax;
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, List<String>> options = new LinkedHashMap<>();

  private Parser(Syntax syntax) {
    this.syntax = syntax;
  }

  /// Whether the help is asked for, whatever else stands there.
  public static boolean asksForHelp(List<String> words) {
    var end = words.indexOf("--");
    return words.subList(0, end < 0 ? words.size() : end).stream().anyMatch(HELP::contains);
  }

  /// Reads the words behind a command's name.
  ///
  /// @throws WrongUseException when they are not what the command takes
  public static Arguments parse(Syntax syntax, List<String> words) {
    var parser = new Parser(syntax);
    parser.read(words.iterator());
    parser.checkCount();
    return new Arguments(syntax, parser.arguments, parser.options);
  }

  private void read(Iterator<String> words) {
    while (words.hasNext()) {
      var word = words.next();
      if (word.equals("--")) {
        words.forEachRemaining(arguments::add);
      } else if (word.startsWith("-") && word.length() > 1) {
        option(word, words);
      } else {
        arguments.add(word);
      }
    }
  }

  private void option(String word, Iterator<String> words) {
    var equals = word.indexOf('=');
    var name = equals < 0 ? word : word.substring(0, equals);
    var option = syntax.option(name).orElseThrow(() -> unknown(name));
    if (options.containsKey(name) && !option.repeatable()) {
      throw new WrongUseException(name + " stands there twice.");
    }
    var values = options.computeIfAbsent(name, _ -> new ArrayList<>());
    if (option.label().isEmpty()) {
      if (equals >= 0) {
        throw new WrongUseException(name + " takes no value.");
      }
    } else if (equals >= 0) {
      values.add(word.substring(equals + 1));
    } else {
      values.add(value(option, words));
    }
  }

  private String value(Option option, Iterator<String> words) {
    var form = option.name() + " " + option.label().orElse("");
    if (!words.hasNext()) {
      throw new WrongUseException(option.name() + " needs a value: " + form + ".");
    }
    var value = words.next();
    if (syntax.option(value).isPresent()) {
      throw new WrongUseException(
          "%s needs a value: %s. (For the value %s write %s=%s.)"
              .formatted(option.name(), form, value, option.name(), value));
    }
    return value;
  }

  private WrongUseException unknown(String name) {
    var known = Stream.concat(HELP.stream(), syntax.options().stream().map(Option::name)).toList();
    return new WrongUseException(
        "there is no option "
            + name
            + "."
            + Nearest.of(name, known).map(near -> " Did you mean " + near + "?").orElse(""));
  }

  private void checkCount() {
    var taken = syntax.arguments();
    for (var at = 0; at < taken.size(); at++) {
      if (arguments.size() <= at && taken.get(at).times() != Times.ANY) {
        throw new WrongUseException(taken.get(at).label() + " is missing.");
      }
    }
    var last = taken.isEmpty() ? Times.ONCE : taken.getLast().times();
    if (last == Times.ONCE && arguments.size() > taken.size()) {
      throw new WrongUseException(
          "the argument " + arguments.get(taken.size()) + " is one too many.");
    }
  }
}
