package dev.millrace.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Checks that what is recorded of a task that starts a run is what became of one that it started.
final class ChildCheck {
  private static final Map<ErrorName, RunStatus> ENDS =
      Map.of(
          ErrorName.CHILD_FAILED, RunStatus.FAILED,
          ErrorName.CHILD_TIMED_OUT, RunStatus.TIMED_OUT,
          ErrorName.CHILD_CANCELLED, RunStatus.CANCELLED);

  private final World world;
  private final RunId run;

  ChildCheck(World world, RunId run) {
    this.world = world;
    this.run = run;
  }

  /// What is wrong with a record, if anything.
  ///
  /// @param before what was recorded of the attempt, if it has parked
  Optional<OutcomeCheck.Wrong> check(TaskRecord record, Optional<TaskRecord> before) {
    var what = record.task() + " attempt " + record.attempt();
    return switch (record.content()) {
      case Content.Succeeded(var output) ->
          when(
              children(record).stream()
                  .filter(child -> child.state().status() == RunStatus.SUCCEEDED)
                  .noneMatch(child -> given(child).equals(world.valueOf(output))),
              5,
              what + " gives what no run that it started gave: " + world.valueOf(output));
      case Content.Failed(var error, _, _) when ENDS.containsKey(error) ->
          when(
              children(record).stream()
                  .noneMatch(child -> child.state().status() == ENDS.get(error)),
              7,
              what + " failed with " + error + ", and no run that it started ended so");
      case Content.Failed(var error, _, _) when error.equals(ErrorName.TIMEOUT) ->
          when(
              before.flatMap(this::awaited).filter(child -> child.state().isSettled()).isPresent(),
              6,
              what + " timed out, and the run that it waited for had ended and was settled");
      case Content.Failed(var error, _, _) ->
          when(error.equals(ErrorName.CHILD_REFUSED), 7, what + " could start no run");
      case Content.Parked(var note, _, _, _) ->
          when(
              children(record).stream()
                  .noneMatch(child -> child.run().text().equals(note.path("run").asText())),
              7,
              what + " waits for a run that it did not start: " + note);
    };
  }

  /// The run that a parked attempt waits for.
  private Optional<RunRecord> awaited(TaskRecord parked) {
    return parked.content() instanceof Content.Parked(var note, _, _, _)
        ? world.raw().runs().load(new RunId(note.path("run").asText()))
        : Optional.empty();
  }

  /// The runs that a task or instance has started, in all its attempts.
  private List<RunRecord> children(TaskRecord record) {
    return world.childrenOf(run).stream()
        .flatMap(child -> world.raw().runs().load(child).stream())
        .filter(
            child ->
                child
                    .origin()
                    .parent()
                    .filter(
                        parent ->
                            parent.task().equals(record.task())
                                && parent.index().equals(record.index()))
                    .isPresent())
        .toList();
  }

  /// The output of a run of another DAG, which always has one; what each task of a group gave.
  private JsonNode given(RunRecord child) {
    if (child.origin().group().isEmpty()) {
      return world.raw().runs().output(child.run()).map(world::valueOf).orElseThrow();
    }
    var plan = world.plan(child);
    var inputs = new InputsCheck(world, child.run());
    var outputs = JsonNodeFactory.instance.objectNode();
    for (var index = 0; index < plan.size(); index++) {
      if (child.state().tasks().state(index) == TaskState.SUCCEEDED) {
        var name = plan.task(index).name();
        outputs.set(name.text(), inputs.outputOf(child, plan, name));
      }
    }
    return outputs;
  }

  private static Optional<OutcomeCheck.Wrong> when(boolean wrong, int invariant, String what) {
    return wrong ? Optional.of(new OutcomeCheck.Wrong(invariant, what)) : Optional.empty();
  }
}
