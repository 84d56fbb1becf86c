package dev.millrace.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import java.util.List;

/// The action of made-up DAGs. What it does stands in the [Script], and [SimActions] plays it.
final class SimKind implements TaskKind {
  static final String NAME = "sim";

  private static final JsonNode SCHEMA =
      JsonNodeFactory.instance.objectNode().put("type", "object");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    return List.of();
  }

  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(arguments.path("parks").asBoolean(), true);
  }

  @Override
  public JsonNode schema() {
    return SCHEMA;
  }

  @Override
  public Execution execute(AttemptContext attempt) {
    throw new IllegalStateException("played by SimActions: " + attempt.label());
  }
}
