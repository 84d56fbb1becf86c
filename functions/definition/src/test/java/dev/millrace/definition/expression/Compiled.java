package dev.millrace.definition.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/// What the tests of this package begin with: expressions, templates and JSON from text, and a
/// scope with the sample as input.
final class Compiled {
  static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");
  static final Scope EMPTY = Scope.at(NOW, 7);

  private static final ObjectMapper JSON = new ObjectMapper();

  private Compiled() {}

  static Expression expression(String text) {
    return switch (Expression.compile(text)) {
      case Compilation.Compiled(var expression) -> expression;
      case Compilation.Rejected(var message, int offset) ->
          throw new AssertionError(message + " at " + offset + " of " + text);
    };
  }

  static Template template(JsonNode source) {
    return switch (Template.compile(source)) {
      case Template.Compilation.Compiled(var template) -> template;
      case Template.Compilation.Rejected(var flaws) -> throw new AssertionError(flaws.toString());
    };
  }

  static Template template(String json) {
    return template(json(json));
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  static JsonNode sample() {
    try (var sample = Compiled.class.getResourceAsStream("sample.json")) {
      return JSON.readTree(sample);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Scope input(String json) {
    return EMPTY.with(Root.INPUT, json(json));
  }

  /// The value that an expression gives, as compact JSON.
  static String value(String text, Scope scope) {
    return value(expression(text).evaluate(scope));
  }

  static String value(Evaluation evaluation) {
    return switch (evaluation) {
      case Evaluation.Value(var value) -> value.toString();
      case Evaluation.Nothing _ -> "nothing";
      case Evaluation.Failed(var error, var cause) -> error + ": " + cause;
    };
  }
}
