package dev.millrace.integrations.pass;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.arguments.KindSchema;
import java.util.List;

/// `pass`: gives the value that stands there, its expressions evaluated.
public final class PassKind implements TaskKind {
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
    return KindSchema.beside(PassKind.class, name());
  }

  @Override
  public boolean blocks() {
    return false;
  }

  @Override
  public boolean reachesOutside() {
    return false;
  }

  @Override
  public Execution execute(AttemptContext attempt) {
    return new Execution.Done(attempt.arguments());
  }
}
