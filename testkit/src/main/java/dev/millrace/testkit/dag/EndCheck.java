package dev.millrace.testkit.dag;

import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.run.RunState;
import dev.millrace.core.run.StopCause;
import dev.millrace.definition.Definition;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.testkit.dag.RunHistory.WorkKey;
import dev.millrace.testkit.reference.AttemptEnd;
import dev.millrace.testkit.reference.Chunked;
import dev.millrace.testkit.reference.ContradictionException;
import dev.millrace.testkit.reference.Ends;
import dev.millrace.testkit.reference.Happened;
import dev.millrace.testkit.reference.Opening;
import dev.millrace.testkit.reference.Reference;
import dev.millrace.testkit.reference.StoppedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// Compares how a run ended with what the reference interpreter makes of its plan and of what its
/// attempts came to (invariants 1, 3, 4 and 7 of the engine). What `when` and `over` gave is taken
/// from the run, as far as the document has such an expression.
final class EndCheck implements Happened {
  private final Definition definition;
  private final RunRecord record;
  private final RunHistory history;

  private EndCheck(Definition definition, RunRecord record, RunHistory history) {
    this.definition = definition;
    this.record = record;
    this.history = history;
  }

  /// What does not agree; empty when all does.
  ///
  /// @param attempted tasks that ever had an attempt or instances, in earlier openings too
  static List<String> disagreements(
      Definition definition,
      RunRecord record,
      Opening opening,
      RunHistory history,
      Set<TaskName> attempted) {
    var state = record.state();
    var plan = Chunked.plan(definition.plan(), state);
    var happened = new EndCheck(definition, record, history);
    if (state.stop().isPresent()) {
      return ofStopped(plan, state, opening, happened, state.stop().get(), attempted);
    }
    try {
      return differences(plan, Reference.ends(plan, opening, happened), state);
    } catch (ContradictionException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static List<String> ofStopped(
      Plan plan,
      RunState state,
      Opening opening,
      Happened happened,
      StopCause cause,
      Set<TaskName> attempted) {
    var found =
        new StoppedRun.Found(RunEnds.ends(plan, state), RunEnds.instances(plan, state), attempted);
    var wrong = new ArrayList<>(StoppedRun.contradictions(plan, opening, happened, cause, found));
    if (state.status() != cause.status()) {
      wrong.add("the run was stopped by " + cause + " and is " + state.status());
    }
    return wrong;
  }

  private static List<String> differences(Plan plan, Ends expected, RunState state) {
    var wrong = new ArrayList<String>();
    if (expected.status() != state.status()) {
      wrong.add("the run is " + state.status() + ", reference " + expected.status());
    }
    var ends = RunEnds.ends(plan, state);
    expected
        .tasks()
        .forEach(
            (task, end) -> {
              if (ends.get(task) != end) {
                wrong.add("task " + task + " ended " + ends.get(task) + ", reference " + end);
              }
            });
    var instances = RunEnds.instances(plan, state);
    expected
        .instances()
        .forEach(
            (task, each) -> {
              if (!agree(each, instances.getOrDefault(task, List.of()))) {
                wrong.add(
                    "instances of %s ended %s, reference %s"
                        .formatted(task, instances.get(task), each));
              }
            });
    return wrong;
  }

  private static boolean agree(List<Ends.InstanceEnd> expected, List<TaskState> found) {
    if (expected.size() != found.size()) {
      return false;
    }
    for (var index = 0; index < found.size(); index++) {
      var end = found.get(index);
      var agrees =
          switch (expected.get(index)) {
            case SUCCEEDED -> end == TaskState.SUCCEEDED;
            case FAILED -> end == TaskState.FAILED;
            case OPEN -> end == TaskState.FAILED || end == TaskState.CANCELLED;
          };
      if (!agrees) {
        return false;
      }
    }
    return true;
  }

  // ---- what happened ----

  @Override
  public Condition condition(TaskName name) {
    var index = definition.plan().indexOf(name).orElseThrow();
    var task = definition.task(index);
    var end = record.state().tasks().state(index);
    if (end == TaskState.SKIPPED && task.when().isPresent()) {
      return Condition.FALSE;
    }
    return isBroken(name) ? Condition.BROKEN : Condition.TRUE;
  }

  /// It failed, and not by an attempt or its instances: an expression must have.
  private boolean isBroken(TaskName name) {
    var index = definition.plan().indexOf(name).orElseThrow();
    var task = definition.task(index);
    var epoch = record.state().epoch();
    var mayBreak = task.when().isPresent() || task.map().isPresent();
    return mayBreak
        && record.state().tasks().state(index) == TaskState.FAILED
        && !record.state().maps().containsKey(index)
        && history.allOf(WorkKey.of(name, OptionalInt.empty())).values().stream()
            .noneMatch(entry -> entry.epoch == epoch && entry.startedAt != null);
  }

  @Override
  public int items(TaskName name) {
    var instances = record.state().maps().get(definition.plan().indexOf(name).orElseThrow());
    return instances == null ? 0 : instances.size();
  }

  /// The run failed, and no task of it is to blame.
  @Override
  public boolean outputFails() {
    return definition.output().isPresent()
        && record.error().filter(error -> error.task().isEmpty()).isPresent();
  }

  @Override
  public List<AttemptEnd> attempts(TaskName name, OptionalInt index) {
    var task = definition.task(name).orElseThrow();
    var isEngines = index.isEmpty() && (task.map().isPresent() || isBroken(name));
    return isEngines || isGivenUp(name, index)
        ? List.of()
        : history.ends(WorkKey.of(name, index), record.state().epoch());
  }

  /// A chunk that was cancelled because another has failed their map: what it came to meanwhile
  /// does not count.
  private boolean isGivenUp(TaskName name, OptionalInt index) {
    var instances = record.state().maps().get(definition.plan().indexOf(name).orElseThrow());
    return index.isPresent()
        && instances != null
        && instances.areChunks()
        && instances.state(index.getAsInt()) == TaskState.CANCELLED;
  }

  /// Adds the tasks of a run that had an attempt or instances.
  static void noteAttempted(Plan plan, RunState state, Set<TaskName> attempted) {
    Map<TaskName, TaskState> ends = RunEnds.ends(plan, state);
    ends.forEach(
        (task, end) -> {
          if (end == TaskState.SUCCEEDED || end == TaskState.FAILED) {
            attempted.add(task);
          }
        });
    attempted.addAll(RunEnds.instances(plan, state).keySet());
  }
}
