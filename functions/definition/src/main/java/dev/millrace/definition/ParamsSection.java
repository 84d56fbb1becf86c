package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.document.Node;
import dev.millrace.definition.expression.Nearest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads `params`, a JSON Schema (draft 2020-12) of the run's input. References must stay within
/// it: a schema that is fetched from elsewhere could change what a DAG version means.
final class ParamsSection {
  static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

  private static final List<String> TYPES =
      List.of("object", "array", "string", "number", "integer", "boolean", "null");

  /// Keywords whose value is data, not a schema.
  private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");

  /// Keywords whose value maps names to schemas.
  private static final Set<String> SCHEMAS_BY_NAME =
      Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

  private final Section dag;
  private final JsonNode schema;

  /// Values about which something was said, so that the general check is not heard on them again.
  private final Set<String> said = new HashSet<>();

  private ParamsSection(Section dag, JsonNode schema) {
    this.dag = dag;
    this.schema = schema;
  }

  /// The schema, when the document has one. A wrong one is empty too, after its findings.
  static Optional<JsonNode> read(Section dag) {
    return dag.value("params").flatMap(node -> read(dag, node));
  }

  private static Optional<JsonNode> read(Section dag, Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      dag.wrong(
          "params",
          node,
          "a JSON Schema",
          "Write params: {type: object, properties: {day: {type: string}}}.");
      return Optional.empty();
    }
    var section = new ParamsSection(dag, node.toJson());
    var before = dag.findings().size();
    section.check(mapping);
    section.checkAgainstMetaSchema(mapping);
    return dag.findings().size() == before ? Optional.of(section.schema) : Optional.empty();
  }

  private void check(Node.Mapping mapping) {
    for (var entry : mapping.entries()) {
      var keyword = entry.key().text();
      switch (keyword) {
        case "$ref", "$dynamicRef" -> checkReference(entry.value());
        case "$id" ->
            say(
                entry.value(),
                "params has an $id, which references could leave it by.",
                "Take $id out; references begin with #.");
        case "$schema" -> checkDraft(entry.value());
        case "type" -> checkType(entry.value());
        case "pattern" -> text(entry.value()).ifPresent(p -> checkPattern(entry.value(), p));
        default -> checkBelow(keyword, entry.value());
      }
    }
  }

  private void checkBelow(String keyword, Node value) {
    if (DATA.contains(keyword)) {
      return;
    }
    switch (value) {
      case Node.Mapping below when SCHEMAS_BY_NAME.contains(keyword) -> {
        for (var entry : below.entries()) {
          if (keyword.equals("patternProperties")) {
            checkPattern(entry.value(), entry.key().text());
          }
          if (entry.value() instanceof Node.Mapping schemaOfName) {
            check(schemaOfName);
          }
        }
      }
      case Node.Mapping below -> check(below);
      case Node.Sequence list -> {
        for (var item : list.items()) {
          if (item instanceof Node.Mapping below) {
            check(below);
          }
        }
      }
      case Node.Scalar _ -> {}
    }
  }

  private void checkReference(Node node) {
    var reference = text(node).orElse("");
    var leads =
        reference.equals("#")
            || (reference.startsWith("#/") && !schema.at(pointer(reference)).isMissingNode())
            || (reference.length() > 1
                && reference.startsWith("#")
                && !reference.startsWith("#/")
                && schema.findValuesAsText("$anchor").contains(reference.substring(1)));
    if (!leads) {
      say(
          node,
          "params refers to " + node.inWords() + ", which is not in it.",
          "Put the schema below params: $defs: and refer to it as \"#/$defs/NAME\".");
    }
  }

  private static String pointer(String reference) {
    return reference.substring(1).replace("%24", "$");
  }

  private void checkDraft(Node node) {
    if (!text(node).orElse("").replace("#", "").equals(DRAFT)) {
      say(
          node,
          "params names another JSON Schema draft, " + node.inWords() + ".",
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
            "type in params is " + word.inWords() + ", which is no type of JSON.",
            Nearest.of(text, TYPES)
                .map(near -> "Did you mean " + near + "?")
                .orElse("Types: " + String.join(", ", TYPES) + "."));
        said.add(node.pointer());
      }
    }
  }

  private void checkPattern(Node node, String pattern) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      say(
          node,
          "a pattern in params is no regular expression: " + e.getDescription() + ".",
          "Mend the pattern near its character " + (Math.max(0, e.getIndex()) + 1) + ".");
    }
  }

  private void checkAgainstMetaSchema(Node.Mapping mapping) {
    for (var flaw : JsonSchemas.flawsOfSchema(schema)) {
      var node = mapping.nearest(flaw.pointer());
      if (said.add(node.pointer())) {
        dag.findings()
            .at(node, "params is no valid JSON Schema here: " + flaw.message() + ".", flaw.mend());
      }
    }
  }

  private void say(Node node, String message, String mend) {
    said.add(node.pointer());
    dag.findings().at(node, message, mend);
  }

  private static Optional<String> text(Node node) {
    return node instanceof Node.Scalar scalar ? scalar.text() : Optional.empty();
  }
}
