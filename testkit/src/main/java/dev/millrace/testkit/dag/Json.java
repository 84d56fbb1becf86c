package dev.millrace.testkit.dag;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// JSON values as tests write and compare them.
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  /// Whole numbers and others are equal by value: `1`, `1L` and `1.0` are the same.
  private static final Comparator<JsonNode> BY_VALUE =
      (some, other) -> {
        if (some.isNumber() && other.isNumber()) {
          return some.decimalValue().compareTo(other.decimalValue());
        }
        return some.equals(other) ? 0 : 1;
      };

  private Json() {}

  /// A value of Java as the JSON that documents, stores and expressions would see.
  static JsonNode of(@Nullable Object value) {
    if (value == null) {
      return NullNode.getInstance();
    }
    JsonNode tree = value instanceof JsonNode node ? node : MAPPER.valueToTree(value);
    return parse(tree.toString());
  }

  static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage() + "\n" + text, e);
    }
  }

  static boolean isSame(JsonNode some, JsonNode other) {
    return some.equals(BY_VALUE, other);
  }

  /// The first place where two values differ, in words; empty when they do not.
  static Optional<String> difference(JsonNode expected, JsonNode found) {
    return isSame(expected, found) ? Optional.empty() : Optional.of(at("", expected, found));
  }

  private static String at(String path, JsonNode expected, JsonNode found) {
    if (expected.isObject() && found.isObject()) {
      for (var field : expected.properties()) {
        var there = found.get(field.getKey());
        var place = path + "/" + field.getKey();
        if (there == null) {
          return place + " is missing";
        }
        if (!isSame(field.getValue(), there)) {
          return at(place, field.getValue(), there);
        }
      }
      for (var field : found.properties()) {
        if (!expected.has(field.getKey())) {
          return path + "/" + field.getKey() + " was not expected: " + field.getValue();
        }
      }
    }
    if (expected.isArray() && found.isArray()) {
      for (var index = 0; index < Math.min(expected.size(), found.size()); index++) {
        if (!isSame(expected.get(index), found.get(index))) {
          return at(path + "/" + index, expected.get(index), found.get(index));
        }
      }
      return "%s has %d elements, expected %d"
          .formatted(path.isEmpty() ? "it" : path, found.size(), expected.size());
    }
    return "%s is %s, expected %s".formatted(path.isEmpty() ? "it" : path, found, expected);
  }
}
