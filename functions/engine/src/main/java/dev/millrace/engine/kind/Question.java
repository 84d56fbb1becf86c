package dev.millrace.engine.kind;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/// What people are asked.
///
/// @param choices what they can answer, of which they choose one
/// @param people who gets a link with a name of its own; nobody: there is one link without a name
/// @param form a JSON Schema of what goes with the answer
public record Question(
    String message, List<String> choices, List<String> people, Optional<JsonNode> form) {
  /// Copies the lists.
  public Question {
    choices = List.copyOf(choices);
    people = List.copyOf(people);
  }
}
