package dev.millrace.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.text.JsonText;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What came back over a connection.
///
/// @param headers by their names in small letters
record Reply(int status, Map<String, List<String>> headers, String body) {
  String header(String name) {
    return String.join(", ", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
  }

  JsonNode json() {
    return JsonText.read(body);
  }

  /// The detail of a problem.
  String detail() {
    return json().path("detail").asText();
  }
}
