package dev.millrace.testkit.reference;

import dev.millrace.core.ErrorName;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.run.StopCause;
import dev.millrace.testkit.reference.RuleTable.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Checks the ends of a run that was stopped. How far its tasks had come is a matter of time, so
/// these ends cannot be foretold; but each must agree with the ends of the task's needs, with what
/// its attempts came to, and with the stop.
public final class StoppedRun {
  private final Plan plan;
  private final Opening opening;
  private final Happened happened;
  private final StopCause cause;
  private final Found found;
  private final List<String> broken = new ArrayList<>();

  /// The ends that were found.
  ///
  /// @param tasks of every task
  /// @param instances of every expanded map
  /// @param attempted tasks that ever had an attempt or instances, in earlier openings too
  public record Found(
      Map<TaskName, TaskState> tasks,
      Map<TaskName, List<TaskState>> instances,
      Set<TaskName> attempted) {
    /// Copies the collections.
    public Found {
      tasks = Map.copyOf(tasks);
      instances = Map.copyOf(instances);
      attempted = Set.copyOf(attempted);
    }

    private TaskState of(TaskName task) {
      return Optional.ofNullable(tasks.get(task))
          .orElseThrow(() -> new IllegalArgumentException("no end of " + task + " was found"));
    }
  }

  private StoppedRun(Plan plan, Opening opening, Happened happened, StopCause cause, Found found) {
    this.plan = plan;
    this.opening = opening;
    this.happened = happened;
    this.cause = cause;
    this.found = found;
  }

  /// What cannot be so; empty when all agrees.
  public static List<String> contradictions(
      Plan plan, Opening opening, Happened happened, StopCause cause, Found found) {
    var run = new StoppedRun(plan, opening, happened, cause, found);
    plan.tasks().forEach(run::check);
    run.checkCause();
    return List.copyOf(run.broken);
  }

  private void checkCause() {
    if (cause == StopCause.FAIL_FAST) {
      require(
          plan.rules().failFast()
              && (!Reference.unhandledFailures(plan, found.tasks()).isEmpty()
                  || plan.tasks().stream().anyMatch(this::hasFailedUnsaid)),
          "failFast stopped the run, and no failure is unhandled");
    }
  }

  /// A failure that led to the stop, though RUN took the word of the stop first.
  private boolean hasFailedUnsaid(PlannedTask task) {
    if (found.of(task.name()) != TaskState.CANCELLED) {
      return false;
    }
    var attempts = happened.attempts(task.name(), OptionalInt.empty());
    return task.map().isPresent()
        || (task.conditional() && happened.condition(task.name()) == Happened.Condition.BROKEN)
        || (!attempts.isEmpty()
            && attempts.getLast() instanceof AttemptEnd.Failed(var error, _)
            && !error.equals(ErrorName.CANCELLED));
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      broken.add(otherwise);
    }
  }

  private void check(PlannedTask task) {
    var name = task.name();
    var end = found.of(name);
    var kept = opening.kept().get(name);
    if (kept != null) {
      require(end == kept, name + " was " + kept + " and not done again, but now is " + end);
      return;
    }
    var judged = Judging.judge(task, task.needs().stream().map(found::of).toList());
    var asks = task.conditional() || task.map().isPresent();
    var condition = asks ? happened.condition(name) : Happened.Condition.TRUE;
    var mayStart = judged == Result.STARTS || (task.cleanup() && someNeedWasAttempted(task));
    var needs = " though its needs ended " + task.needs().stream().map(found::of).toList();
    switch (end) {
      case SUCCEEDED, FAILED -> {
        require(mayStart, name + " started" + needs);
        require(condition != Happened.Condition.FALSE, name + " started, its when was false");
        if (condition == Happened.Condition.TRUE) {
          checkOutcome(task, end);
        } else {
          require(end == TaskState.FAILED, name + " is " + end + " with a broken condition");
        }
      }
      case SKIPPED ->
          require(
              judged == Result.SKIPPED || (mayStart && condition == Happened.Condition.FALSE),
              name + " is SKIPPED" + needs);
      case UPSTREAM_FAILED ->
          require(judged == Result.UPSTREAM_FAILED, name + " is UPSTREAM_FAILED" + needs);
      case CANCELLED ->
          require(
              !task.cleanup() || !someNeedWasAttempted(task),
              name + " is for cleanup and CANCELLED" + needs);
      case WAITING, EVALUATING, READY, DISPATCHED, RETRYING, PARKED ->
          broken.add(name + " is still " + end);
    }
  }

  private boolean someNeedWasAttempted(PlannedTask task) {
    return task.needs().stream().anyMatch(found.attempted()::contains);
  }

  private void checkOutcome(PlannedTask task, TaskState end) {
    if (task.map().isPresent()) {
      checkInstances(task, end);
      return;
    }
    var attempts = happened.attempts(task.name(), OptionalInt.empty());
    require(
        canHaveEnded(task, attempts, end, !task.cleanup()),
        task.name() + " is " + end + " after " + attempts);
  }

  private void checkInstances(PlannedTask task, TaskState end) {
    var each = found.instances().getOrDefault(task.name(), List.of());
    var failed = each.stream().filter(state -> state == TaskState.FAILED).count();
    var tooMany = failed > Reference.tolerated(task, each.size());
    require(
        tooMany == (end == TaskState.FAILED),
        task.name() + " is " + end + " with " + failed + " failed of " + each.size());
    require(
        end == TaskState.FAILED || !each.contains(TaskState.CANCELLED),
        task.name() + " is SUCCEEDED with cancelled instances");
    var kept = opening.keptInstances().getOrDefault(task.name(), List.of());
    for (var index = 0; index < each.size(); index++) {
      var attempts = happened.attempts(task.name(), OptionalInt.of(index));
      var stays = index < kept.size() && kept.get(index);
      if (!stays && each.get(index) != TaskState.CANCELLED) {
        // Once its map has failed, an instance at work is not tried again.
        var mayGiveUp = !task.cleanup() || end == TaskState.FAILED;
        require(
            canHaveEnded(task, attempts, each.get(index), mayGiveUp),
            task.name() + "[" + index + "] is " + each.get(index) + " after " + attempts);
      }
    }
  }

  /// @param mayGiveUp whether a failure is final whatever the retries
  private static boolean canHaveEnded(
      PlannedTask task, List<AttemptEnd> attempts, TaskState end, boolean mayGiveUp) {
    if (attempts.isEmpty()) {
      return false;
    }
    return switch (Reference.along(task, attempts)) {
      case SUCCEEDED -> end == TaskState.SUCCEEDED;
      case FAILED, PERHAPS_FAILED -> end == TaskState.FAILED;
      case OPEN -> end == TaskState.FAILED && mayGiveUp;
    };
  }
}
