package dev.millrace.definition;

import dev.millrace.core.TaskName;
import dev.millrace.definition.expression.Template;
import java.time.Duration;
import java.util.Optional;

/// What a task does and which values it works on. When it may start and what follows a failure
/// stands in the plan, at the same index.
///
/// @param kind the task kind of its action
/// @param traits what its arguments mean for the kind
/// @param when a condition, once the trigger rule holds
/// @param map how it runs for each item of a list
/// @param output what it gives; empty: what the kind gives
/// @param heartbeat how long a parked attempt may stay silent
/// @param group the tasks of an inline group; its expressions read what the arguments of this task
///     capture, see [Captured]
/// @param call how the action is called, where it is one that a user declared; its body is what
///     `kind` and `arguments` say
public record TaskDefinition(
    TaskName name,
    Optional<String> description,
    ActionKind kind,
    ActionKind.Traits traits,
    Arguments arguments,
    Optional<Template> when,
    Optional<MapDefinition> map,
    Optional<Template> output,
    Optional<Duration> heartbeat,
    Optional<Definition> group,
    Optional<UserCall> call) {
  /// What stands for the task while another action does its work: nothing of what belongs to its
  /// own action holds.
  public TaskDefinition left(ActionKind to) {
    return new TaskDefinition(
        name,
        description,
        to,
        traits,
        arguments,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// The same task without condition: it holds already.
  TaskDefinition unconditional() {
    return new TaskDefinition(
        name,
        description,
        kind,
        traits,
        arguments,
        Optional.empty(),
        map,
        output,
        heartbeat,
        group,
        call);
  }

  /// The key of the action in the document.
  public String action() {
    return call.map(UserCall::action).orElse(kind.name());
  }
}
