package dev.millrace.testkit.reference;

import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.testkit.reference.Ends.InstanceEnd;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The reference interpreter: the ends of a run that nobody stopped, from the plan and what its
/// attempts came to. Each task's end follows from the ends of its needs; no time, no order, no
/// messages. For a run that was stopped see [StoppedRun].
public final class Reference {
  private final Plan plan;
  private final Opening opening;
  private final Happened happened;
  private final Map<TaskName, PlannedTask> byName = new HashMap<>();
  private final Map<TaskName, TaskState> ends = new HashMap<>();
  private final Map<TaskName, List<InstanceEnd>> instances = new HashMap<>();

  private Reference(Plan plan, Opening opening, Happened happened) {
    this.plan = plan;
    this.opening = opening;
    this.happened = happened;
    plan.tasks().forEach(task -> byName.put(task.name(), task));
  }

  /// How a run must have ended in which that happened.
  ///
  /// @throws ContradictionException when that cannot have happened: an attempt too many, an
  ///     attempt that is missing, an attempt of a task that never started
  public static Ends ends(Plan plan, Opening opening, Happened happened) {
    return new Reference(plan, opening, happened).all();
  }

  private Ends all() {
    var tasks = new LinkedHashMap<TaskName, TaskState>();
    var mapped = new LinkedHashMap<TaskName, List<InstanceEnd>>();
    for (var task : plan.tasks()) {
      tasks.put(task.name(), end(task));
      Optional.ofNullable(instances.get(task.name()))
          .ifPresent(all -> mapped.put(task.name(), List.copyOf(all)));
    }
    var unhandled = unhandledFailure(plan, tasks);
    if (unhandled.isPresent() && plan.rules().failFast()) {
      throw new ContradictionException(
          "the DAG has failFast and nothing stopped the run when " + unhandled.get() + " failed");
    }
    return new Ends(
        unhandled.isPresent() ? RunStatus.FAILED : RunStatus.SUCCEEDED,
        Collections.unmodifiableSequencedMap(tasks),
        Collections.unmodifiableSequencedMap(mapped));
  }

  /// The first task that is FAILED though nothing allows or handles it.
  static Optional<TaskName> unhandledFailure(Plan plan, Map<TaskName, TaskState> ends) {
    for (var task : plan.tasks()) {
      if (ends.get(task.name()) == TaskState.FAILED
          && !task.allowFailure()
          && plan.tasks().stream().noneMatch(other -> handled(task.name(), other, ends))) {
        return Optional.of(task.name());
      }
    }
    return Optional.empty();
  }

  private static boolean handled(
      TaskName failed, PlannedTask by, Map<TaskName, TaskState> ends) {
    var need = by.needs().indexOf(failed);
    return need >= 0
        && ends.get(by.name()) == TaskState.SUCCEEDED
        && Judging.handles(by, need);
  }

  private TaskState end(PlannedTask task) {
    var known = ends.get(task.name());
    if (known != null) {
      return known;
    }
    var kept = opening.kept().get(task.name());
    var end = kept != null ? keep(task, kept) : workedOut(task);
    ends.put(task.name(), end);
    return end;
  }

  private TaskState keep(PlannedTask task, TaskState end) {
    requireUntouched(task, "keeps its end");
    return end;
  }

  private TaskState workedOut(PlannedTask task) {
    var needs = new ArrayList<TaskState>();
    for (var need : task.needs()) {
      needs.add(end(named(need)));
    }
    return switch (Judging.judge(task, needs)) {
      case UPSTREAM_FAILED -> untouched(task, TaskState.UPSTREAM_FAILED);
      case SKIPPED -> untouched(task, TaskState.SKIPPED);
      case STARTS -> started(task);
    };
  }

  private TaskState started(PlannedTask task) {
    if (opening.keptInstances().containsKey(task.name())) {
      return mapEnd(task);
    }
    var asks = task.conditional() || task.map().isPresent();
    return switch (asks ? happened.condition(task.name()) : Happened.Condition.TRUE) {
      case FALSE -> untouched(task, TaskState.SKIPPED);
      case BROKEN -> untouched(task, TaskState.FAILED);
      case TRUE -> task.map().isPresent() ? mapEnd(task) : taskEnd(task);
    };
  }

  private TaskState taskEnd(PlannedTask task) {
    return switch (along(task, OptionalInt.empty())) {
      case SUCCEEDED -> TaskState.SUCCEEDED;
      case FAILED -> TaskState.FAILED;
      case OPEN ->
          throw new ContradictionException(
              "task " + task.name() + " must have another attempt after "
                  + happened.attempts(task.name(), OptionalInt.empty()));
    };
  }

  private TaskState mapEnd(PlannedTask task) {
    var kept = opening.keptInstances().getOrDefault(task.name(), List.of());
    var size = kept.isEmpty() ? happened.items(task.name()) : kept.size();
    var each = new ArrayList<InstanceEnd>();
    for (var index = 0; index < size; index++) {
      var stays = !kept.isEmpty() && kept.get(index);
      each.add(stays ? InstanceEnd.SUCCEEDED : along(task, OptionalInt.of(index)));
    }
    instances.put(task.name(), each);
    var failed = Collections.frequency(each, InstanceEnd.FAILED);
    if (failed > tolerated(task, size)) {
      return TaskState.FAILED;
    }
    var open = each.indexOf(InstanceEnd.OPEN);
    if (open >= 0) {
      throw new ContradictionException(
          "instance " + open + " of " + task.name() + " must have another attempt after "
              + happened.attempts(task.name(), OptionalInt.of(open)));
    }
    return TaskState.SUCCEEDED;
  }

  /// Failed instances that a map of that size tolerates.
  static int tolerated(PlannedTask task, int size) {
    return switch (task.map().orElse(MapPolicy.PLAIN).tolerate()) {
      case MapPolicy.Count(var failures) -> failures;
      // In thousandths of a percent, so that no binary fraction decides.
      case MapPolicy.Percent(var percent) ->
          (int) Math.floorDiv(Math.round(percent * 1_000) * size, 100_000L);
    };
  }

  private InstanceEnd along(PlannedTask task, OptionalInt index) {
    return along(task, happened.attempts(task.name(), index));
  }

  /// Goes along the attempts of one work to its end.
  static InstanceEnd along(PlannedTask task, List<AttemptEnd> attempts) {
    var retries = new RetryCount(task.retries().policies());
    for (var i = 0; i < attempts.size(); i++) {
      var isLast = i == attempts.size() - 1;
      switch (attempts.get(i)) {
        case AttemptEnd.Succeeded() -> {
          requireLast(task, attempts, isLast);
          return InstanceEnd.SUCCEEDED;
        }
        case AttemptEnd.Failed(var error) -> {
          switch (retries.after(error)) {
            case NONE -> {
              requireLast(task, attempts, isLast);
              return InstanceEnd.FAILED;
            }
            case MAY_FOLLOW -> {
              if (isLast) {
                return InstanceEnd.FAILED;
              }
            }
            case FOLLOWS -> {
              // The next in the list is that attempt, or it is still to come.
            }
          }
        }
      }
    }
    return InstanceEnd.OPEN;
  }

  private static void requireLast(PlannedTask task, List<AttemptEnd> attempts, boolean isLast) {
    if (!isLast) {
      throw new ContradictionException("an attempt too many of " + task.name() + ": " + attempts);
    }
  }

  private TaskState untouched(PlannedTask task, TaskState end) {
    requireUntouched(task, "ends as " + end);
    return end;
  }

  private void requireUntouched(PlannedTask task, String because) {
    if (!happened.attempts(task.name(), OptionalInt.empty()).isEmpty()) {
      throw new ContradictionException(task.name() + " was attempted, but " + because);
    }
  }

  private PlannedTask named(TaskName name) {
    return Optional.ofNullable(byName.get(name))
        .orElseThrow(() -> new IllegalArgumentException("the plan has no task " + name));
  }
}
