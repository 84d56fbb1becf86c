package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/// Holds tasks: `tasks: {one: ...}`.
final class GroupKind implements ActionKind {
  @Override
  public String name() {
    return "tasks";
  }

  @Override
  public boolean holdsTasks() {
    return true;
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    return List.of();
  }

  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(true, true);
  }

  @Override
  public JsonNode schema() {
    return JsonNodeFactory.instance.objectNode().put("type", "object");
  }
}
