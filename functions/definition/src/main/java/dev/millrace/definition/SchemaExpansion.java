package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// How many schemas come to bear on one and the same value: through references, `allOf`, `anyOf`
/// and their like. References in a circle would never come to an end, and a few that each double
/// the number would take for ever.
final class SchemaExpansion {
  /// Most schemas that may bear on one value.
  static final int SCHEMAS_MAX = 1_000;

  /// More than the most, or endless.
  static final int TOO_MANY = SCHEMAS_MAX + 1;

  private static final List<String> LISTS = List.of("allOf", "anyOf", "oneOf");
  private static final List<String> SINGLE = List.of("not", "if", "then", "else");

  private final JsonNode root;
  private final IdentityHashMap<JsonNode, Integer> counted = new IdentityHashMap<>();

  SchemaExpansion(JsonNode root) {
    this.root = root;
  }

  /// The number for one schema within the root, itself included, or [#TOO_MANY].
  int of(JsonNode schema) {
    return of(schema, 0);
  }

  /// @param depth bounds the recursion: a chain that is too deep has too many schemas
  private int of(JsonNode schema, int depth) {
    if (depth > SCHEMAS_MAX / 2) {
      return TOO_MANY;
    }
    var known = counted.get(schema);
    if (known != null) {
      return known;
    }
    counted.put(schema, TOO_MANY); // met again before it is counted: a circle
    var count = 1;
    for (var part : partsOf(schema)) {
      count = Math.min(TOO_MANY, count + of(part, depth + 1));
    }
    counted.put(schema, count);
    return count;
  }

  private List<JsonNode> partsOf(JsonNode schema) {
    var parts = new ArrayList<JsonNode>();
    if (schema.path("$ref").isTextual()) {
      parts.add(SchemaReference.target(root, schema.get("$ref").textValue()));
    }
    LISTS.forEach(keyword -> schema.path(keyword).forEach(parts::add));
    SINGLE.forEach(keyword -> parts.add(schema.path(keyword)));
    schema.path("dependentSchemas").forEach(parts::add);
    parts.removeIf(part -> !part.isObject());
    return parts;
  }
}
