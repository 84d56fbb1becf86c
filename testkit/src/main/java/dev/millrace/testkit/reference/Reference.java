package dev.millrace.testkit.reference;

import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.testkit.reference.Ends.InstanceEnd;
import java.time.Duration;
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
    var unhandled = unhandledFailures(plan, tasks);
    if (plan.rules().failFast()) {
      unhandled.stream().filter(this::failedInThisOpening).findFirst().ifPresent(this::notStopped);
    }
    return new Ends(
        unhandled.isEmpty() && !happened.outputFails() ? RunStatus.SUCCEEDED : RunStatus.FAILED,
        Collections.unmodifiableSequencedMap(tasks),
        Collections.unmodifiableSequencedMap(mapped));
  }

  /// Whether the rule of a task lets it start while its needs stand so.
  public static boolean mayStart(PlannedTask task, List<TaskState> needs) {
    return Judging.mayStart(task, needs);
  }

  /// The tasks that are FAILED though nothing allows or handles it.
  static List<TaskName> unhandledFailures(Plan plan, Map<TaskName, TaskState> ends) {
    return plan.tasks().stream()
        .filter(task -> ends.get(task.name()) == TaskState.FAILED && !task.allowFailure())
        .map(PlannedTask::name)
        .filter(failed -> plan.tasks().stream().noneMatch(by -> handled(failed, by, ends)))
        .toList();
  }

  /// Not one that a redrive kept, with all that were there for it.
  private boolean failedInThisOpening(TaskName failed) {
    return !opening.kept().containsKey(failed)
        || plan.tasks().stream()
            .anyMatch(
                task ->
                    !opening.kept().containsKey(task.name())
                        && task.needs().contains(failed)
                        && Judging.handles(task, task.needs().indexOf(failed)));
  }

  private void notStopped(TaskName failed) {
    throw new ContradictionException(
        "the DAG has failFast and nothing stopped the run when " + failed + " failed");
  }

  private static boolean handled(TaskName failed, PlannedTask by, Map<TaskName, TaskState> ends) {
    var need = by.needs().indexOf(failed);
    return need >= 0 && ends.get(by.name()) == TaskState.SUCCEEDED && Judging.handles(by, need);
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
    return switch (along(task, happened.attempts(task.name(), OptionalInt.empty()))) {
      case SUCCEEDED -> TaskState.SUCCEEDED;
      case FAILED, PERHAPS_FAILED -> TaskState.FAILED;
      case OPEN ->
          throw new ContradictionException(
              "task "
                  + task.name()
                  + " must have another attempt after "
                  + happened.attempts(task.name(), OptionalInt.empty()));
    };
  }

  private TaskState mapEnd(PlannedTask task) {
    var kept = opening.keptInstances().getOrDefault(task.name(), List.of());
    var size = kept.isEmpty() ? happened.items(task.name()) : kept.size();
    var each = new ArrayList<Along>();
    for (var index = 0; index < size; index++) {
      var stays = !kept.isEmpty() && kept.get(index);
      each.add(
          stays
              ? Along.SUCCEEDED
              : along(task, happened.attempts(task.name(), OptionalInt.of(index))));
    }
    var failed =
        Collections.frequency(each, Along.FAILED)
            + Collections.frequency(each, Along.PERHAPS_FAILED);
    var hasFailed = failed > tolerated(task, size);
    instances.put(task.name(), each.stream().map(along -> endOf(along, hasFailed)).toList());
    var open = each.indexOf(Along.OPEN);
    if (open >= 0 && !hasFailed) {
      throw new ContradictionException(
          "instance "
              + open
              + " of "
              + task.name()
              + " must have another attempt after "
              + happened.attempts(task.name(), OptionalInt.of(open)));
    }
    return hasFailed ? TaskState.FAILED : TaskState.SUCCEEDED;
  }

  private static InstanceEnd endOf(Along along, boolean mapHasFailed) {
    return switch (along) {
      case SUCCEEDED -> InstanceEnd.SUCCEEDED;
      case FAILED -> InstanceEnd.FAILED;
      case PERHAPS_FAILED -> mapHasFailed ? InstanceEnd.OPEN : InstanceEnd.FAILED;
      case OPEN -> InstanceEnd.OPEN;
    };
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

  /// Where the attempts of one work lead.
  enum Along {
    SUCCEEDED,
    FAILED,
    /// Failed unless the clock allows another attempt.
    PERHAPS_FAILED,
    /// Another attempt must follow.
    OPEN
  }

  /// Goes along the attempts of one work to its end.
  static Along along(PlannedTask task, List<AttemptEnd> attempts) {
    var retries = new RetryCount(task.retries().policies());
    var along = Along.OPEN;
    for (var attempt : attempts) {
      if (along == Along.SUCCEEDED || along == Along.FAILED) {
        throw new ContradictionException("an attempt too many of " + task.name() + ": " + attempts);
      }
      along =
          switch (attempt) {
            case AttemptEnd.Succeeded() -> Along.SUCCEEDED;
            case AttemptEnd.Failed(var error, _) ->
                switch (retries.after(error)) {
                  case NONE -> Along.FAILED;
                  case MAY_FOLLOW -> Along.PERHAPS_FAILED;
                  case FOLLOWS -> Along.OPEN;
                };
          };
    }
    return along;
  }

  /// How long the next attempt of a work must at least wait after these have failed; empty when
  /// none may follow.
  public static Optional<Duration> leastDelay(PlannedTask task, List<AttemptEnd> attempts) {
    var retries = new RetryCount(task.retries().policies());
    var delay = Optional.<Duration>empty();
    for (var attempt : attempts) {
      if (!(attempt instanceof AttemptEnd.Failed(var error, var retryAfter))
          || retries.after(error) == RetryCount.Next.NONE) {
        return Optional.empty();
      }
      delay = Optional.of(retries.leastDelay(error, retryAfter));
    }
    return delay;
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
