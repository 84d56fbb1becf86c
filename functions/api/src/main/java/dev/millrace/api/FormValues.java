package dev.millrace.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.engine.text.JsonText;
import java.util.Map;
import java.util.Optional;

/// Makes a JSON value of what the page's form has sent. A field's name says how its text is to be
/// read, so that the same answer is the same value when the question is gone: `form:text:reason`.
/// An empty field was not filled in, and is left out.
final class FormValues {
  /// A field of every page whose question has a form, so that one that was left empty is known.
  static final String MARK = "form";

  private static final int NUMBER_MAX = SentValue.NUMBER_MAX;

  /// How a field's text is read.
  enum Reading {
    /// As it is.
    TEXT,
    /// As a number.
    NUMBER,
    /// As JSON.
    JSON;

    String prefix() {
      return switch (this) {
        case TEXT -> "form:text:";
        case NUMBER -> "form:number:";
        case JSON -> "form:json:";
      };
    }
  }

  private FormValues() {}

  /// The name of the field for a property.
  static String nameOf(Reading reading, String property) {
    return reading.prefix() + property;
  }

  /// What was filled in; empty where there is no form.
  static Optional<JsonNode> of(Map<String, String> sent) {
    var form = JsonNodeFactory.instance.objectNode();
    for (var reading : Reading.values()) {
      for (var field : sent.entrySet()) {
        if (field.getKey().startsWith(reading.prefix()) && !field.getValue().isEmpty()) {
          var property = field.getKey().substring(reading.prefix().length());
          form.set(property, value(reading, field.getValue()));
        }
      }
    }
    return form.isEmpty() && !sent.containsKey(MARK) ? Optional.empty() : Optional.of(form);
  }

  /// What cannot be read so stays a text: the form's schema then says what is wrong with it.
  private static JsonNode value(Reading reading, String text) {
    return switch (reading) {
      // Browsers send line breaks as CR LF, whatever was typed.
      case TEXT -> TextNode.valueOf(text.replace("\r\n", "\n"));
      case NUMBER -> number(text.strip()).orElseGet(() -> TextNode.valueOf(text));
      case JSON -> json(text).orElseGet(() -> TextNode.valueOf(text));
    };
  }

  private static Optional<JsonNode> number(String text) {
    return text.length() <= NUMBER_MAX && text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?")
        ? Optional.of(JsonText.read(text))
        : Optional.empty();
  }

  private static Optional<JsonNode> json(String text) {
    try {
      return Optional.of(SentValue.of(new Body(Body.Form.JSON, text)).json());
    } catch (RefusedException e) {
      return Optional.empty(); // the schema says what it should be
    }
  }
}
