package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import java.util.List;

/// Stands in for the action of an attempt that must not act: gives its failure and nothing else.
record Refusal(Execution.Failed failure) implements TaskKind {
  @Override
  public String name() {
    return "refusal";
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
    return BooleanNode.TRUE;
  }

  @Override
  public boolean blocks() {
    return false;
  }

  @Override
  public Execution execute(AttemptContext attempt) {
    return failure;
  }

  @Override
  public Execution resume(AttemptContext attempt) {
    return failure;
  }
}
