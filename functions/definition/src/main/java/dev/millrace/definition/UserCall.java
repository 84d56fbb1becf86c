package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ErrorName;
import dev.millrace.definition.expression.Condition;
import dev.millrace.definition.expression.Evaluation;
import dev.millrace.definition.expression.References;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Scope;
import dev.millrace.definition.expression.Template;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a task calls an action that a user declared: what it hands over, and what the action makes
/// of the result of its body. The body itself is the task's action.
///
/// @param action the action's name
/// @param args what the task hands over
/// @param params JSON Schema of that
/// @param errors what results count as failures; the first that holds does
/// @param output what the action gives; empty: what its body gives
public record UserCall(
    String action,
    Template args,
    Optional<JsonNode> params,
    List<NamedError> errors,
    Optional<Template> output) {
  /// Copies the list.
  public UserCall {
    errors = List.copyOf(errors);
  }

  /// A result that counts as a failure.
  ///
  /// @param when a condition on the result
  /// @param error the failure's name
  /// @param cause what people are told
  public record NamedError(Template when, Template error, Template cause) {}

  /// What expressions of the task's arguments read.
  public References references() {
    return args.references();
  }

  /// The arguments' values with defaults filled in, checked against the action's params.
  public Evaluation arguments(Scope scope) {
    var evaluated = args.evaluate(scope).nothingAsNull();
    if (params.isEmpty() || !(evaluated instanceof Evaluation.Value(var value))) {
      return evaluated;
    }
    var filled = InputDefaults.fill(params.get(), value);
    var wrong = ValueSchema.violations(params.get(), filled, action);
    return wrong.isEmpty()
        ? new Evaluation.Value(filled)
        : new Evaluation.Failed(
            ErrorName.ARGUMENTS_INVALID,
            wrong.stream()
                .map(problem -> problem.message() + " " + problem.mend())
                .collect(Collectors.joining(" ")));
  }

  /// What the action gives.
  ///
  /// @param scope with the action's arguments
  /// @param result of its body
  /// @param otherwise what it gives when it does not say
  public Evaluation give(Scope scope, JsonNode result, JsonNode otherwise) {
    var within = scope.with(Root.RESULT, result);
    for (var each : errors) {
      switch (each.when().evaluateCondition(within)) {
        case Condition.DoesNotHold _ -> {
          // On to the next.
        }
        case Condition.Holds _ -> {
          return failure(each, within);
        }
        case Condition.Failed(var error, var cause) -> {
          return new Evaluation.Failed(error, "errors.when of " + action + ": " + cause);
        }
      }
    }
    return output.isEmpty()
        ? new Evaluation.Value(otherwise)
        : output.get().evaluate(within).nothingAsNull();
  }

  private Evaluation failure(NamedError named, Scope within) {
    return switch (named.error().evaluate(within).nothingAsNull()) {
      case Evaluation.Value(var name) ->
          switch (named.cause().evaluate(within).nothingAsNull()) {
            case Evaluation.Value(var cause) ->
                new Evaluation.Failed(nameOf(name.asText()), cause.isNull() ? "" : text(cause));
            case Evaluation.Failed failed -> failed;
            case Evaluation.Nothing _ -> throw new IllegalStateException("nothing became null");
          };
      case Evaluation.Failed failed -> failed;
      case Evaluation.Nothing _ -> throw new IllegalStateException("nothing became null");
    };
  }

  private static String text(JsonNode cause) {
    return cause.isTextual() ? cause.textValue() : cause.toString();
  }

  /// What a server says may hold anything; what no name has becomes `_`.
  private ErrorName nameOf(String text) {
    var shaped =
        text.replaceAll("[^A-Za-z0-9_.-]", "_")
            .replaceAll("\\.{2,}", ".")
            .replaceAll("^\\.|\\.$", "");
    var cut = shaped.substring(0, Math.min(shaped.length(), ErrorName.LENGTH_MAX));
    return ErrorName.isValid(cut)
        ? new ErrorName(cut)
        : new ErrorName(
            action.substring(0, 1).toUpperCase(Locale.ROOT) + action.substring(1) + ".Failed");
  }
}
