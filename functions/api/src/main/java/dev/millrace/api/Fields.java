package dev.millrace.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.definition.Problem;
import dev.millrace.definition.document.Place;
import dev.millrace.definition.expression.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The fields of an object that was sent, read strictly: unknown fields and values of the wrong
/// type are problems, and all of them are told together. A route reads what it knows and then calls
/// [#done].
final class Fields {
  private final SentValue sent;
  private final List<Problem> problems = new ArrayList<>();

  private Fields(SentValue sent) {
    this.sent = sent;
  }

  /// The fields of a body. No body at all is an object without fields.
  ///
  /// @param known names of the fields that the route takes
  /// @throws RefusedException when the body is something else than an object
  static Fields of(Body body, String... known) {
    if (body.isEmpty()) {
      var nothing = JsonNodeFactory.instance.objectNode();
      return new Fields(new SentValue(nothing, pointer -> new Place(1, 1, pointer)));
    }
    var fields = new Fields(SentValue.of(body));
    fields.check(new LinkedHashSet<>(List.of(known)));
    return fields;
  }

  private void check(Set<String> known) {
    if (!sent.json().isObject()) {
      problem(
          "", "the body is %s, not an object".formatted(inWords(sent.json())), "Send an object.");
      done();
    }
    sent.json().fieldNames().forEachRemaining(name -> check(name, known));
  }

  private void check(String name, Set<String> known) {
    if (!known.contains(name)) {
      var hint = Nearest.of(name, known).map(near -> "Did you mean " + near + "? ").orElse("");
      problem(
          "/" + JsonPlaces.escaped(name),
          "there is no field \"%s\" here".formatted(shortened(name)),
          hint
              + (known.isEmpty()
                  ? "Take it out: this call takes none."
                  : "Known are: " + String.join(", ", known) + "."));
    }
  }

  /// Whether a field was sent, null counted.
  boolean has(String name) {
    return sent.json().has(name);
  }

  /// The value of a field, whatever it is.
  Optional<JsonNode> any(String name) {
    return Optional.ofNullable(sent.json().get(name));
  }

  /// A text.
  Optional<String> text(String name) {
    return read(
        name,
        value -> value.isTextual() ? Optional.of(value.textValue()) : Optional.empty(),
        "a text");
  }

  /// The value of a field, read; null counts as not sent.
  ///
  /// @param reader gives empty for a value that will not do
  /// @param expected what it should be, for the message
  <T> Optional<T> read(String name, Function<JsonNode, Optional<T>> reader, String expected) {
    var value = sent.json().get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    var read = reader.apply(value);
    if (read.isEmpty()) {
      problem(
          "/" + name,
          "%s is %s, not %s".formatted(name, inWords(value), expected),
          "Send %s, or leave %s out.".formatted(expected, name));
    }
    return read;
  }

  /// Notes something wrong with a field.
  void wrong(String name, String message, String mend) {
    problem("/" + name, message, mend);
  }

  /// @throws RefusedException when anything was wrong
  void done() {
    if (!problems.isEmpty()) {
      throw new RefusedException(HttpProblem.wrong(problems));
    }
  }

  /// The body as it was sent, for problems that are found later.
  SentValue sent() {
    return sent;
  }

  private void problem(String pointer, String message, String mend) {
    problems.add(sent.problemAt(pointer, message, mend));
  }

  private static String inWords(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "the text \"" + shortened(value.textValue()) + "\"";
      case NUMBER -> "the number " + shortened(value.toString());
      case BOOLEAN -> value.toString();
      case NULL -> "null";
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case BINARY, MISSING, POJO -> "no value of JSON";
    };
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
