package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;
import dev.millrace.definition.document.Node;
import java.util.List;

/// A JSON Schema (draft 2020-12) among the arguments of an action, such as the form of an approval.
/// It is held to the same rules as `params`: nothing is fetched, patterns cannot run away.
public final class ValueSchema {
  private ValueSchema() {}

  /// All that is wrong with a schema; empty when it will do.
  ///
  /// @param key the argument that it stands below; problems begin their pointers with it
  /// @param owner what messages call the thing that has the argument: `the approval`
  public static List<ArgumentProblem> problems(String key, JsonNode schema, String owner) {
    var findings = new Findings();
    var document = JsonNodeFactory.instance.objectNode().set(key, schema);
    switch (DocumentReader.read(document.toString())) {
      case Document.Unreadable(var flaws) -> findings.addAll(flaws);
      case Document.Read(var root, var flaws) -> {
        findings.addAll(flaws);
        if (root instanceof Node.Mapping mapping) {
          var _ = ParamsSection.read(new Section(mapping, owner, findings), key);
        }
      }
    }
    return findings.problems(key).stream()
        .map(problem -> new ArgumentProblem(problem.path(), problem.message(), problem.mend()))
        .toList();
  }

  /// What a sound schema does not allow of a value.
  ///
  /// @param name what messages call the value: `the form`
  /// @return problems whose pointers lead through the value
  public static List<ArgumentProblem> violations(JsonNode schema, JsonNode value, String name) {
    if (InputCheck.isDeeperThan(DocumentReader.DEPTH_MAX, value)) {
      return List.of(
          new ArgumentProblem(
              "",
              name + " is nested more than " + DocumentReader.DEPTH_MAX + " deep.",
              "Flatten it."));
    }
    try {
      return JsonSchemas.flaws(JsonSchemas.compile(schema), value).stream()
          .map(flaw -> problem(flaw, name, value.at(flaw.pointer())))
          .toList();
    } catch (BoundedPattern.TooCostly e) {
      return List.of(new ArgumentProblem("", e.getMessage() + ".", "Shorten the text."));
    }
  }

  /// The same as the schema says it; nothing where a pattern takes too long.
  static List<JsonSchemas.SchemaFlaw> flaws(JsonNode schema, JsonNode value) {
    try {
      return JsonSchemas.flaws(JsonSchemas.compile(schema), value);
    } catch (BoundedPattern.TooCostly e) {
      return List.of(); // said when the action is called
    }
  }

  private static ArgumentProblem problem(JsonSchemas.SchemaFlaw flaw, String name, JsonNode value) {
    var called = flaw.pointer().isEmpty() ? name : name + "'s " + flaw.pointer();
    return new ArgumentProblem(
        flaw.pointer(), called + " " + flaw.message() + InputCheck.found(flaw, value), flaw.mend());
  }
}
