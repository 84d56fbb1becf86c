package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.expression.Template;
import java.util.List;
import java.util.Optional;

/// An action that a user declared, read and found sound.
///
/// @param params JSON Schema of what tasks hand over
/// @param body what it does, made of an action that is built in; its expressions read `args`
/// @param idempotent what the declaration says; empty: what the body's arguments mean
record UserAction(
    String name,
    Optional<JsonNode> params,
    ActionSection.Action body,
    Optional<Boolean> idempotent,
    List<UserCall.NamedError> errors,
    Optional<Template> output) {
  UserAction {
    errors = List.copyOf(errors);
  }

  /// What its arguments mean for the plan.
  Optional<ActionKind.Traits> traits() {
    return body.traits()
        .map(
            traits ->
                new ActionKind.Traits(traits.parks(), idempotent.orElse(traits.idempotent())));
  }

  UserCall call(Template args) {
    return new UserCall(name, args, params, errors, output);
  }
}
