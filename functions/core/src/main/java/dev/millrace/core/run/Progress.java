package dev.millrace.core.run;

import dev.millrace.core.ErrorName;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.plan.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// How the end of one thing leads to the next within one decision: works end tasks, tasks let
/// others start or end them, failures stop the run.
final class Progress {
  private final RunDraft draft;
  private final Issuer by;
  private final Handling handling;
  private final List<Command> commands = new ArrayList<>();
  private final ArrayDeque<Integer> ended = new ArrayDeque<>();

  Progress(RunDraft draft, Issuer by) {
    this.draft = draft;
    this.by = by;
    this.handling = new Handling(draft);
  }

  /// Commands in the order in which they were decided; others may add to them.
  List<Command> commands() {
    return commands;
  }

  /// Looks whether the ends of a task's needs decide anything about it.
  void judge(int task) {
    if (draft.tasks().state(task) != TaskState.WAITING) {
      return;
    }
    var planned = draft.plan.task(task);
    var needs = draft.needsOf(task);
    if (draft.stop().isPresent()) {
      if (planned.cleanup() && needs.open() == 0) {
        if (handling.someNeedStarted(task)) {
          begin(task);
        } else {
          end(task, TaskState.CANCELLED);
        }
      }
      return;
    }
    var verdict = needs.needs() == 0 ? Verdict.START : planned.rule().judge(needs);
    switch (verdict) {
      case WAIT -> {
        // A later end decides.
      }
      case START -> begin(task);
      case END_UPSTREAM_FAILED -> end(task, TaskState.UPSTREAM_FAILED);
      case END_SKIPPED -> end(task, TaskState.SKIPPED);
    }
  }

  private void begin(int task) {
    if (draft.maps().containsKey(task)) {
      // A redrive kept the instances that succeeded: their items stand, only the rest is due.
      draft.set(Work.of(task), TaskState.DISPATCHED, draft.attemptsOf(Work.of(task)) + 1);
      checkMap(task);
    } else if (draft.plan.task(task).mustBeEvaluated()) {
      draft.set(Work.of(task), TaskState.EVALUATING);
      commands.add(new Command.Evaluate(task));
    } else {
      draft.set(Work.of(task), TaskState.READY);
    }
  }

  void end(int task, TaskState state) {
    draft.set(Work.of(task), state);
    draft.untally(Work.of(task));
    ended.add(task);
  }

  /// Lets ends work on the tasks behind them, and theirs in turn, without recursion.
  void settleEnds() {
    for (var task = ended.poll(); task != null; task = ended.poll()) {
      var end = draft.tasks().state(task);
      var successors = draft.plan.successorsOf(task);
      for (var i = 0; i < successors.size(); i++) {
        var successor = successors.task(i);
        var rule = draft.plan.task(successor).rule();
        draft.tasks().countNeed(successor, rule.countOf(successors.position(i), end));
        judge(successor);
      }
      if (draft.plan.rules().failFast() && draft.stop().isEmpty() && handling.failsRun(task)) {
        stop(StopCause.FAIL_FAST);
      }
    }
  }

  void endWork(Work work, TaskState state) {
    switch (work) {
      case Work.Whole(var task) -> end(task, state);
      case Work.Instance(var task, _) -> {
        draft.set(work, state);
        draft.untally(work);
        checkMap(task);
      }
    }
  }

  /// Looks whether the instances of a mapped task decide about the task.
  void checkMap(int task) {
    if (draft.tasks().state(task) != TaskState.DISPATCHED) {
      return;
    }
    var instances = draft.instancesOf(task);
    var failed = instances.count(TaskState.FAILED);
    var tolerated = toleratedBy(draft.plan.task(task), instances);
    if (failed > tolerated) {
      var work = Work.of(task);
      var number = draft.attemptsOf(work);
      var cause = failed + " of " + instances.size() + " instances failed, tolerated: " + tolerated;
      commands.add(new Command.RecordFailure(task, number, ErrorName.MAP_TOO_MANY_FAILURES, cause));
      dropUnstarted(task);
      end(task, TaskState.FAILED);
      if (instances.areChunks()) {
        cancelParkedOf(task); // else they would go on to start instances
      }
    } else if (instances.ended() == instances.size()) {
      var cancelled = instances.count(TaskState.CANCELLED) > 0;
      end(task, cancelled ? TaskState.CANCELLED : TaskState.SUCCEEDED);
    }
  }

  /// A chunk's own run fails with more failures than are tolerated of the whole.
  static int toleratedBy(PlannedTask task, Instances instances) {
    return instances.areChunks()
        ? 0
        : task.map().map(map -> map.tolerate().of(instances.size())).orElse(0);
  }

  /// What runs finishes; what does not run will not.
  private void dropUnstarted(int task) {
    var size = draft.instancesOf(task).size();
    for (var index = 0; index < size; index++) {
      switch (draft.instancesOf(task).state(index)) {
        case READY, RETRYING -> {
          var work = Work.of(task, index);
          draft.unpend(work);
          draft.untally(work);
          draft.set(work, TaskState.CANCELLED);
        }
        case WAITING, EVALUATING, DISPATCHED, PARKED -> {
          // At work.
        }
        case SUCCEEDED, FAILED, SKIPPED, UPSTREAM_FAILED, CANCELLED -> {
          // Ended.
        }
      }
    }
  }

  /// From here on nothing but cleanup tasks starts. What is in flight reports; the rest ends.
  void stop(StopCause cause) {
    if (draft.stop().isPresent()) {
      return;
    }
    draft.stop(cause);
    commands.add(new Command.PutStop(cause));
    for (var task = 0; task < draft.plan.size(); task++) {
      if (draft.plan.task(task).cleanup()) {
        continue;
      }
      switch (draft.tasks().state(task)) {
        case WAITING, EVALUATING, READY, RETRYING -> {
          draft.unpend(Work.of(task));
          end(task, TaskState.CANCELLED);
        }
        case PARKED -> cancelParked(Work.of(task));
        case DISPATCHED -> stopInstances(task);
        case SUCCEEDED, FAILED, SKIPPED, UPSTREAM_FAILED, CANCELLED -> stopInstances(task);
      }
    }
    for (var task = 0; task < draft.plan.size(); task++) {
      if (draft.plan.task(task).cleanup()) {
        judge(task);
      }
    }
  }

  private void stopInstances(int task) {
    if (!draft.maps().containsKey(task)) {
      return;
    }
    dropUnstarted(task);
    cancelParkedOf(task);
    checkMap(task);
  }

  private void cancelParkedOf(int task) {
    var size = draft.instancesOf(task).size();
    for (var index = 0; index < size; index++) {
      if (draft.instancesOf(task).state(index) == TaskState.PARKED) {
        cancelParked(Work.of(task, index));
      }
    }
  }

  void cancelParked(Work work) {
    var number = draft.attemptsOf(work);
    draft.unpend(work);
    commands.add(new Command.CancelParked(work, number));
    draft.outbox().add(new Outstanding.CancelParked(work, number, by));
    endWork(work, TaskState.CANCELLED);
  }
}
