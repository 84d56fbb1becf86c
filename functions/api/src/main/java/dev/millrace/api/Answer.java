package dev.millrace.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.Map;

/// What a route answers.
sealed interface Answer {
  /// JSON.
  record Json(int status, JsonNode body, Map<String, String> headers) implements Answer {
    /// Copies the map.
    public Json {
      headers = Map.copyOf(headers);
    }

    /// Without headers of its own.
    public Json(int status, JsonNode body) {
      this(status, body, Map.of());
    }
  }

  /// JSON that stands ready as text.
  record Ready(String json) implements Answer {}

  /// A page for people.
  ///
  /// @param html the whole document, everything in it escaped
  record Page(int status, String html) implements Answer {}

  /// Bytes of any kind and number, read as they are sent; whoever sends them closes them.
  record Bytes(InputStream bytes) implements Answer {}

  /// Done, and nothing to say (204).
  record Nothing() implements Answer {}

  /// Server-sent events until the writer returns.
  record Events(EventWriter writer) implements Answer {}

  static Answer ok(JsonNode body) {
    return new Json(200, body);
  }
}
