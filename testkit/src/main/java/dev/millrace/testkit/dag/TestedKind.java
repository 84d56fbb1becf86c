package dev.millrace.testkit.dag;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.definition.expression.Root;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import java.util.List;
import java.util.Set;

/// A task kind as documents know it, whose actions a test may script: everything but the actions is
/// the real kind's. [ScriptedActions] decides who plays an action.
///
/// @param real the kind that a host would use
record TestedKind(TaskKind real) implements TaskKind {
  @Override
  public String name() {
    return real.name();
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    return real.check(arguments);
  }

  @Override
  public Traits traits(JsonNode arguments) {
    return real.traits(arguments);
  }

  @Override
  public Set<String> addressKeys() {
    return real.addressKeys();
  }

  @Override
  public Set<String> deferredArguments() {
    return real.deferredArguments();
  }

  @Override
  public Set<Root> extraRoots(JsonNode arguments) {
    return real.extraRoots(arguments);
  }

  @Override
  public boolean holdsTasks() {
    return real.holdsTasks();
  }

  @Override
  public JsonNode schema() {
    return real.schema();
  }

  @Override
  public boolean cancels() {
    return real.cancels();
  }

  @Override
  public boolean reachesOutside() {
    return real.reachesOutside();
  }

  @Override
  public JsonNode defaultOutput(JsonNode result) {
    return real.defaultOutput(result);
  }

  @Override
  public Execution execute(AttemptContext attempt) throws InterruptedException {
    return real.execute(attempt);
  }

  @Override
  public Execution resume(AttemptContext attempt) throws InterruptedException {
    return real.resume(attempt);
  }

  /// What was scripted left nothing running outside, and what was not never got there.
  @Override
  public void cancel(AttemptContext attempt) throws InterruptedException {
    if (!real.reachesOutside()) {
      real.cancel(attempt);
    }
  }
}
