package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Fills the defaults of a JSON Schema into a value: where an object lacks a property whose schema
/// has `default`, that default is put in as it stands. Follows `properties`, `items`,
/// `prefixItems`, `allOf` and references within the schema. What depends on conditions (`anyOf`,
/// `oneOf`, `if`) fills in nothing, because a default must not decide which branch holds.
final class InputDefaults {
  private final JsonNode root;

  private InputDefaults(JsonNode root) {
    this.root = root;
  }

  /// A copy of the value with defaults filled in.
  static JsonNode fill(JsonNode schema, JsonNode value) {
    var filled = value.deepCopy();
    new InputDefaults(schema).fillAt(schema, filled, noSchemas());
    return filled;
  }

  /// @param seen schemas that this very value has been through: references may form a circle
  private void fillAt(JsonNode schema, JsonNode value, Set<JsonNode> seen) {
    if (!schema.isObject() || !value.isContainerNode() || !seen.add(schema)) {
      return;
    }
    if (schema.path("$ref").isTextual()) {
      fillAt(SchemaReference.target(root, schema.get("$ref").textValue()), value, seen);
    }
    for (var part : schema.path("allOf")) {
      fillAt(part, value, seen);
    }
    if (value instanceof ObjectNode object) {
      fillProperties(schema.path("properties"), object);
    } else if (value instanceof ArrayNode array) {
      fillItems(schema, array);
    }
  }

  private void fillProperties(JsonNode properties, ObjectNode object) {
    for (var property : properties.properties()) {
      var name = property.getKey();
      var present = object.get(name);
      if (present != null) {
        fillAt(property.getValue(), present, noSchemas());
      } else if (property.getValue().has("default")) {
        object.set(name, property.getValue().get("default").deepCopy());
      }
    }
  }

  private void fillItems(JsonNode schema, ArrayNode array) {
    var prefix = schema.path("prefixItems");
    for (var i = 0; i < array.size(); i++) {
      fillAt(i < prefix.size() ? prefix.get(i) : schema.path("items"), array.get(i), noSchemas());
    }
  }

  private static Set<JsonNode> noSchemas() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
