package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.definition.expression.References;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.TaskField;
import java.util.Collection;
import java.util.Optional;

/// What the expressions of an inline group read from around it, gathered when the group starts:
/// `{"roots": {"input": ..., "item": ...}, "tasks": {"NAME": {"output": ...}}}`. Only what they
/// name is in it. A group is a run of its own, and this is that run's input.
public final class Captured {
  private static final String ROOTS = "roots";
  private static final String TASKS = "tasks";

  private final JsonNode values;

  /// @param values as the arguments of the group's task gave them
  public Captured(JsonNode values) {
    this.values = values;
  }

  /// The value of a name from around the group; empty when it was not captured.
  public Optional<JsonNode> root(String name) {
    return Optional.ofNullable(values.path(ROOTS).get(name));
  }

  /// What is known of a task from around the group; empty when it was not captured.
  public Optional<JsonNode> task(String name) {
    return Optional.ofNullable(values.path(TASKS).get(name));
  }

  /// The arguments that gather what some references read.
  ///
  /// @param around names that can be read around the group; those of the run itself are the same in
  ///     the group
  /// @param inner tasks of the group, which are not around it
  static JsonNode arguments(
      References references, Collection<String> around, Collection<String> inner) {
    var gathered = JsonNodeFactory.instance.objectNode();
    var roots = gathered.putObject(ROOTS);
    for (var name : around) {
      if (!name.equals(Root.RUN.text()) && references.reads(name)) {
        roots.put(name, "${ " + name + " }");
      }
    }
    var tasks = gathered.putObject(TASKS);
    references
        .taskFields()
        .forEach(
            (task, fields) -> {
              if (!inner.contains(task)) {
                var gatheredTask = tasks.putObject(task);
                for (var field : TaskField.values()) {
                  if (fields.contains(field)) {
                    gatheredTask.put(field.text(), "${ tasks." + task + "." + field.text() + " }");
                  }
                }
              }
            });
    return gathered;
  }
}
