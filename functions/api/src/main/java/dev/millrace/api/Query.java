package dev.millrace.api;

import dev.millrace.definition.Problem;
import dev.millrace.definition.expression.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The parameters behind the question mark, read strictly: one that is unknown, stands twice or has
/// a wrong value is a problem. A route reads those it knows and then calls [#done].
final class Query {
  private static final String FILE = "query";

  private final Map<String, String> values;
  private final Set<String> known;
  private final List<Problem> problems = new ArrayList<>();

  private Query(Map<String, String> values, Set<String> known) {
    this.values = values;
    this.known = known;
  }

  /// @param raw the query as it was sent; null when there is none
  /// @param known names of the parameters that the route takes
  static Query parse(@Nullable String raw, Set<String> known) {
    var query = new Query(new LinkedHashMap<>(), known);
    if (raw != null && !raw.isEmpty()) {
      for (var part : raw.split("&", -1)) {
        query.add(part);
      }
    }
    return query;
  }

  private void add(String part) {
    var equals = part.indexOf('=');
    var name = decoded(equals < 0 ? part : part.substring(0, equals));
    var value = decoded(equals < 0 ? "" : part.substring(equals + 1));
    if (!known.contains(name)) {
      var hint = Nearest.of(name, known).map(near -> "Did you mean " + near + "? ").orElse("");
      problem(
          name,
          "there is no parameter \"%s\" here".formatted(shortened(name)),
          hint
              + (known.isEmpty()
                  ? "Take it out: this call takes none."
                  : "Known are: " + String.join(", ", known.stream().sorted().toList()) + "."));
    } else if (values.putIfAbsent(name, value) != null) {
      problem(name, "the parameter \"%s\" stands twice".formatted(name), "Send it once.");
    }
  }

  private static String decoded(String text) {
    return Percent.decode(text, Percent.Plus.BLANK)
        .orElseThrow(
            () ->
                new RefusedException(
                    HttpProblem.Kind.MALFORMED, "the query is not percent-encoded UTF-8"));
  }

  /// The value of a parameter as it was sent.
  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// The value of a parameter, read.
  ///
  /// @param reader gives empty for a text that is no such value
  /// @param expected what it should be, for the message
  <T> Optional<T> read(String name, Function<String, Optional<T>> reader, String expected) {
    var text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var value = reader.apply(text.get());
    if (value.isEmpty()) {
      problem(
          name,
          "\"%s\" is not %s".formatted(shortened(text.get()), expected),
          "Send %s, or leave %s out.".formatted(expected, name));
    }
    return value;
  }

  /// A whole number.
  int number(String name, int least, int most, int otherwise) {
    var expected = "a whole number from %d to %d".formatted(least, most);
    return read(
            name,
            text -> Numbers.whole(text).filter(value -> value >= least && value <= most),
            expected)
        .orElse(otherwise);
  }

  /// @throws RefusedException when anything was wrong
  void done() {
    if (!problems.isEmpty()) {
      throw new RefusedException(HttpProblem.wrong(problems));
    }
  }

  private void problem(String name, String message, String mend) {
    problems.add(new Problem(FILE, 1, 1, "/" + JsonPlaces.escaped(name), message, mend));
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
