package dev.millrace.definition;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The value of `$ref` in a JSON Schema, as far as `params` may use it: `#`, or `#/` and a JSON
/// pointer from the schema's root.
final class SchemaReference {
  private SchemaReference() {}

  /// The JSON pointer of a reference; empty when it is of another form.
  static Optional<String> pointer(String reference) {
    if (!reference.equals("#") && !reference.startsWith("#/")) {
      return Optional.empty();
    }
    try {
      // A plus is a plus in fragments of addresses, unlike in forms.
      var encoded = reference.substring(1).replace("+", "%2B");
      return Optional.of(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a % without two hexadecimal digits
    }
  }

  /// The schema that a reference leads to; a missing node when it leads nowhere.
  static JsonNode target(JsonNode root, String reference) {
    return pointer(reference)
        .map(JsonPointer::compile)
        .map(root::at)
        .orElseGet(() -> root.at("/\0"));
  }
}
