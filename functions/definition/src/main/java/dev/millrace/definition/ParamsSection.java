package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.document.Node;
import dev.millrace.definition.expression.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads a JSON Schema (draft 2020-12) that a document holds, such as `params`, which is that of
/// the run's input. References must stay within it: a schema that is fetched from elsewhere could
/// change what a DAG version means.
final class ParamsSection {
  static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

  private static final List<String> TYPES =
      List.of("object", "array", "string", "number", "integer", "boolean", "null");

  /// Keywords whose value is a schema, or a list of schemas.
  private static final Set<String> SCHEMAS =
      Set.of(
          "additionalProperties",
          "unevaluatedProperties",
          "propertyNames",
          "items",
          "prefixItems",
          "unevaluatedItems",
          "contains",
          "allOf",
          "anyOf",
          "oneOf",
          "not",
          "if",
          "then",
          "else",
          "contentSchema");

  /// Keywords whose value maps names to schemas.
  private static final Set<String> SCHEMAS_BY_NAME =
      Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

  /// Keywords that look a schema up where it is not written.
  private static final Set<String> LOOK_UPS =
      Set.of("$dynamicRef", "$dynamicAnchor", "$anchor", "$recursiveRef", "$recursiveAnchor");

  private final Section dag;
  private final String key;
  private final JsonNode schema;
  private final String root;
  private final Map<String, Node> schemas = new LinkedHashMap<>();
  private final List<Node> references = new ArrayList<>();

  /// Values about which something was said, so that the general check is not heard on them again.
  private final Set<String> said = new HashSet<>();

  private ParamsSection(Section dag, String key, Node params) {
    this.dag = dag;
    this.key = key;
    this.schema = params.toJson();
    this.root = params.pointer();
  }

  /// The schema below a key, when the section has one. A wrong one is empty too, after its
  /// findings.
  static Optional<JsonNode> read(Section dag, String key) {
    return dag.value(key).flatMap(node -> read(dag, key, node));
  }

  private static Optional<JsonNode> read(Section dag, String key, Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      dag.wrong(
          key,
          node,
          "a JSON Schema",
          "Write " + key + ": {type: object, properties: {day: {type: string}}}.");
      return Optional.empty();
    }
    var section = new ParamsSection(dag, key, mapping);
    var before = dag.findings().size();
    section.check(mapping);
    section.references.forEach(section::checkReference);
    section.checkExpansion();
    section.checkAgainstMetaSchema(mapping);
    return dag.findings().size() == before ? Optional.of(section.schema) : Optional.empty();
  }

  /// Looks at one schema and those within it. Depth is bounded by that of documents.
  private void check(Node node) {
    schemas.put(node.pointer(), node);
    if (!(node instanceof Node.Mapping mapping)) {
      return; // true, false, or a mistake that the schema of schemas finds
    }
    for (var entry : mapping.entries()) {
      var keyword = entry.key().text();
      var value = entry.value();
      switch (keyword) {
        case "$ref" -> references.add(value);
        case "$id" ->
            say(
                value,
                called(value)
                    + " gives the schema another base, where references would be looked for.",
                "Take $id out; references begin with #.");
        case "$schema" -> checkDraft(value);
        case "type" -> checkType(value);
        case "pattern" -> text(value).ifPresent(pattern -> checkPattern(value, pattern));
        default -> {
          if (LOOK_UPS.contains(keyword)) {
            say(
                value,
                key + " has the keyword " + keyword + ", which is not read.",
                "Refer to a schema by its place: $ref: \"#/$defs/NAME\".");
          } else {
            checkBelow(keyword, value);
          }
        }
      }
    }
  }

  private void checkBelow(String keyword, Node value) {
    if (SCHEMAS_BY_NAME.contains(keyword) && value instanceof Node.Mapping names) {
      for (var entry : names.entries()) {
        if (keyword.equals("patternProperties")) {
          checkPattern(entry.value(), entry.key().text());
        }
        check(entry.value());
      }
    } else if (SCHEMAS.contains(keyword) && value instanceof Node.Sequence list) {
      list.items().forEach(this::check);
    } else if (SCHEMAS.contains(keyword)) {
      check(value);
    }
  }

  private void checkReference(Node node) {
    var target = SchemaReference.pointer(text(node).orElse(""));
    if (target.map(pointer -> schemas.containsKey(root + pointer)).orElse(false)) {
      return;
    }
    say(
        node,
        called(node) + " refers to " + node.inWords() + ", which is no schema within " + key + ".",
        "Put the schema below " + key + ": $defs: and refer to it as \"#/$defs/NAME\".");
  }

  /// Says it once: one circle makes every schema on the way to it endless.
  private void checkExpansion() {
    var expansion = new SchemaExpansion(schema);
    for (var entry : schemas.entrySet()) {
      var place = entry.getKey().substring(root.length());
      if (expansion.of(schema.at(place)) >= SchemaExpansion.TOO_MANY) {
        dag.findings()
            .at(
                entry.getValue(),
                called(entry.getValue())
                    + " refers to itself for the same value, or to more than %,d schemas."
                        .formatted(SchemaExpansion.SCHEMAS_MAX),
                "Refer to itself only below properties or items, and join schemas that agree.");
        return;
      }
    }
  }

  private void checkDraft(Node node) {
    if (!text(node).orElse("").replace("#", "").equals(DRAFT)) {
      say(
          node,
          called(node) + " names another draft of JSON Schema, " + node.inWords() + ".",
          "Take $schema out, or write " + DRAFT + ".");
    }
  }

  private void checkType(Node node) {
    var words = node instanceof Node.Sequence list ? list.items() : List.of(node);
    for (var word : words) {
      var text = text(word).orElse("");
      if (!TYPES.contains(text)) {
        say(
            word,
            called(word) + " is " + word.inWords() + ", which is no type of JSON.",
            Nearest.of(text, TYPES).map(near -> "Did you mean " + near + "? ").orElse("")
                + "Types: "
                + String.join(", ", TYPES)
                + ".");
        said.add(node.pointer());
      }
    }
  }

  private void checkPattern(Node node, String pattern) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      // A name in patternProperties is a flaw of the mapping to the schema of schemas.
      said.add(node.pointer().substring(0, node.pointer().lastIndexOf('/')));
      say(
          node,
          called(node) + " is no regular expression: " + e.getDescription() + ".",
          "Mend the pattern near its character " + (Math.max(0, e.getIndex()) + 1) + ".");
    }
  }

  private void checkAgainstMetaSchema(Node.Mapping mapping) {
    for (var flaw : JsonSchemas.flawsOfSchema(schema)) {
      var node = mapping.nearest(flaw.pointer());
      if (said.add(node.pointer())) {
        dag.findings()
            .at(
                node,
                "%s %s, found %s.".formatted(called(node), flaw.message(), node.inWords()),
                flaw.mend());
      }
    }
  }

  /// A value in words by the keys that lead to it: `params.required of the DAG`.
  private String called(Node node) {
    return node.pointer().substring(1).replace('/', '.') + " of " + dag.owner();
  }

  private void say(Node node, String message, String mend) {
    said.add(node.pointer());
    dag.findings().at(node, message, mend);
  }

  private static Optional<String> text(Node node) {
    return node instanceof Node.Scalar scalar ? scalar.text() : Optional.empty();
  }
}
