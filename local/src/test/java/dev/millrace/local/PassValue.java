package dev.millrace.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import java.util.List;

final class PassValue implements TaskKind {
  public String name() {
    return "pass";
  }

  public List<ArgumentProblem> check(JsonNode arguments) {
    return List.of();
  }

  public Traits traits(JsonNode arguments) {
    return new Traits(false, true);
  }

  public JsonNode schema() {
    return BooleanNode.TRUE;
  }

  public boolean blocks() {
    return false;
  }

  public Execution execute(AttemptContext attempt) {
    return new Execution.Done(attempt.arguments());
  }
}
