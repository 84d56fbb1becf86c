package dev.millrace.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.FormValues.Reading;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The fields of a page for the properties of a question's form. Kinds of properties that HTML has
/// no field for are asked for as JSON.
final class FormFields {
  /// A text that may be longer is asked for in several lines.
  private static final int ONE_LINE_MAX = 200;

  private final JsonNode schema;
  private final Map<String, String> sent;
  private final StringBuilder html = new StringBuilder();

  private FormFields(JsonNode schema, Map<String, String> sent) {
    this.schema = schema;
    this.sent = sent;
  }

  /// @param schema of an object
  /// @param sent what was filled in before; fields that were not hold their defaults
  static String of(JsonNode schema, Map<String, String> sent) {
    var fields = new FormFields(schema, sent);
    fields.html.append(hidden(FormValues.MARK));
    schema.path("properties").properties().forEach(p -> fields.field(p.getKey(), p.getValue()));
    return fields.html.toString();
  }

  private static String hidden(String name) {
    return "<input type=\"hidden\" name=\"" + name + "\" value=\"\">\n";
  }

  private void field(String property, JsonNode of) {
    var reading = reading(of);
    var name = Html.escaped(FormValues.nameOf(reading, property));
    var required =
        StreamSupport.stream(schema.path("required").spliterator(), false)
            .anyMatch(key -> key.asText().equals(property));
    var label = of.path("title").asText(property) + (required ? "" : " (optional)");
    html.append(
        "<p class=\"field\"><label for=\"%s\">%s</label>\n".formatted(name, Html.escaped(label)));
    var hint = of.path("description").asText("");
    var described = "";
    if (!hint.isEmpty()) {
      described = " aria-describedby=\"" + name + ":hint\"";
      html.append(
          "<span class=\"hint\" id=\"%s:hint\">%s</span>\n".formatted(name, Html.escaped(hint)));
    }
    var attributes =
        "id=\"%s\" name=\"%s\"%s%s".formatted(name, name, required ? " required" : "", described);
    html.append(input(of, attributes, value(property, of, reading))).append("</p>\n");
  }

  private static Reading reading(JsonNode of) {
    if (of.path("enum").isArray()) {
      return Reading.JSON;
    }
    return switch (of.path("type").asText()) {
      case "string" -> Reading.TEXT;
      case "number", "integer" -> Reading.NUMBER;
      default -> Reading.JSON;
    };
  }

  private String value(String property, JsonNode of, Reading reading) {
    var before = sent.get(FormValues.nameOf(reading, property));
    if (before != null || !sent.isEmpty()) {
      return before == null ? "" : before;
    }
    var preset = of.path("default");
    if (preset.isMissingNode()) {
      return "";
    }
    return switch (reading) {
      case TEXT, NUMBER -> preset.asText();
      case JSON -> preset.toString();
    };
  }

  private static String input(JsonNode of, String attributes, String value) {
    if (of.path("enum").isArray()) {
      return select(
          attributes,
          value,
          StreamSupport.stream(of.path("enum").spliterator(), false)
              .map(choice -> option(choice.toString(), words(choice), value))
              .collect(Collectors.joining()));
    }
    var text = Html.escaped(value);
    return switch (of.path("type").asText()) {
      case "boolean" ->
          select(attributes, value, option("true", "yes", value) + option("false", "no", value));
      case "number", "integer" ->
          "<input inputmode=\"decimal\" autocomplete=\"off\" %s value=\"%s\">\n"
              .formatted(attributes, text);
      case "string" ->
          of.path("maxLength").asInt(0) > ONE_LINE_MAX
              ? area(attributes, text)
              : "<input type=\"%s\" autocomplete=\"off\" %s value=\"%s\">\n"
                  .formatted(type(of), attributes, text);
      default -> area(attributes + " spellcheck=\"false\"", text);
    };
  }

  private static String type(JsonNode of) {
    return switch (of.path("format").asText()) {
      case "date" -> "date";
      case "email" -> "email";
      default -> "text";
    };
  }

  private static String area(String attributes, String text) {
    // A first line break in a text area is not part of its text.
    return "<textarea rows=\"4\" %s>\n%s</textarea>\n".formatted(attributes, text);
  }

  private static String select(String attributes, String value, String options) {
    return "<select %s>\n%s%s</select>\n".formatted(attributes, option("", "", value), options);
  }

  private static String option(String value, String words, String chosen) {
    return "<option value=\"%s\"%s>%s</option>\n"
        .formatted(
            Html.escaped(value), value.equals(chosen) ? " selected" : "", Html.escaped(words));
  }

  private static String words(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
