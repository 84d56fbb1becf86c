package dev.millrace.template;

import com.fasterxml.jackson.databind.JsonNode;

/// A resource of a template.
record Resource(String file, String id, JsonNode node) {
  String type() {
    return node.path("Type").asText();
  }

  JsonNode property(String name) {
    return node.path("Properties").path(name);
  }

  /// A finding about it.
  String but(String problem) {
    return "%s: %s %s".formatted(file, id, problem);
  }
}
