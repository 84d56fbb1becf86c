package dev.millrace.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import java.util.List;

/// `pass` as users know it.
final class PassValue implements TaskKind {
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
    return BooleanNode.TRUE;
  }

  @Override
  public boolean blocks() {
    return false;
  }

  @Override
  public Execution execute(AttemptContext attempt) {
    return new Execution.Done(attempt.arguments());
  }
}
