package dev.millrace.integrations.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.StartedRun;
import dev.millrace.integrations.arguments.KindSchema;
import java.util.List;

/// `tasks`: an inline group, a graph within a task. It runs as a run of its own, and the task parks
/// until that has ended. The result holds what each of the group's tasks gave, by name.
public final class TasksKind implements TaskKind {
  @Override
  public String name() {
    return "tasks";
  }

  @Override
  public boolean holdsTasks() {
    return true;
  }

  /// Tasks are checked by the reader of documents.
  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    return List.of();
  }

  /// The run's id is made of the attempt's, so a second start finds the first.
  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(true, true);
  }

  @Override
  public JsonNode schema() {
    return KindSchema.beside(TasksKind.class, name());
  }

  @Override
  public Execution execute(AttemptContext attempt) {
    return StartedRun.await(attempt.children().startGroup(attempt.arguments()));
  }

  @Override
  public void cancel(AttemptContext attempt) {
    StartedRun.cancel(attempt);
  }

  @Override
  public boolean cancels() {
    return true;
  }
}
