package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/// Gives its argument, whatever it is.
final class PassKind implements ActionKind {
  @Override
  public String name() {
    return "pass";
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    return List.of();
  }

  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(false, true);
  }

  @Override
  public JsonNode schema() {
    return JsonNodeFactory.instance.objectNode().put("description", "Any value.");
  }
}
