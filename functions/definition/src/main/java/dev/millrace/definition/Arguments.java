package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.definition.expression.Evaluation;
import dev.millrace.definition.expression.Limits;
import dev.millrace.definition.expression.References;
import dev.millrace.definition.expression.Scope;
import dev.millrace.definition.expression.Template;
import java.util.Map;
import java.util.Optional;

/// The arguments of a task's action, ready to be evaluated before each attempt.
public final class Arguments {
  private final JsonNode source;
  private final Template plain;
  private final Optional<Template> addresses;
  private final Map<String, Template> deferred;

  /// @param plain all arguments but the addresses and the deferred ones
  /// @param addresses an object of the arguments whose values are percent-encoded
  /// @param deferred what the kind evaluates later, by JSON pointer
  Arguments(
      JsonNode source,
      Template plain,
      Optional<Template> addresses,
      Map<String, Template> deferred) {
    this.source = source;
    this.plain = plain;
    this.addresses = addresses;
    this.deferred = Map.copyOf(deferred);
  }

  /// The arguments as written in the document. Must not be changed.
  public JsonNode source() {
    return source;
  }

  /// What evaluation before the attempt reads, deferred arguments included: they are evaluated in
  /// the same scope with `result` added.
  public References references() {
    var references = plain.references();
    for (var template : deferred.values()) {
      references = references.and(template.references());
    }
    return addresses.isEmpty() ? references : references.and(addresses.get().references());
  }

  /// Evaluates all but the deferred arguments, which are left out of the result. Nothing becomes
  /// null.
  public Evaluation evaluate(Scope scope) {
    var evaluated = plain.evaluate(scope).nothingAsNull();
    if (addresses.isEmpty() || !(evaluated instanceof Evaluation.Value(var values))) {
      return evaluated;
    }
    var encoded =
        addresses.get().evaluate(scope, Limits.STANDARD, Template.Insertion.PERCENT_ENCODED);
    if (!(encoded instanceof Evaluation.Value(var texts))) {
      return encoded;
    }
    // The evaluated value may share parts with the scope, so it is copied rather than changed.
    var all = ((ObjectNode) texts).objectNode();
    all.setAll((ObjectNode) values);
    all.setAll((ObjectNode) texts);
    return new Evaluation.Value(all);
  }

  /// The template of a deferred argument, if the task has it.
  ///
  /// @param pointer one of [ActionKind#deferredArguments]
  public Optional<Template> deferred(String pointer) {
    return Optional.ofNullable(deferred.get(pointer));
  }
}
