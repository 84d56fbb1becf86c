package dev.millrace.core.run;

import dev.millrace.core.ErrorName;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.AfterFailure;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.plan.Verdict;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One decision on its way: applies events to the draft and collects commands.
final class Deciding {
  private final RunDraft draft;
  private final Instant now;
  private final Issuer by;
  private final List<Command> commands = new ArrayList<>();
  private final ArrayDeque<Integer> ended = new ArrayDeque<>();
  private final Handling handling;
  private boolean asks;

  Deciding(RunDraft draft, Instant now, Issuer by) {
    this.draft = draft;
    this.now = now;
    this.by = by;
    this.handling = new Handling(draft);
  }

  void apply(Event event) {
    if (draft.status().hasEnded()) {
      // A run that has ended ignores everything; only its output is still to be worked out.
      if (event instanceof Event.OutputFailed && draft.status() == RunStatus.SUCCEEDED) {
        draft.status(RunStatus.FAILED);
      }
      return;
    }
    switch (event) {
      case Event.Started _ -> start();
      case Event.Reported(var id, var attempt, var outcome) -> {
        if (draft.report(id, attempt)) {
          close(attempt.work(), attempt.step(), outcome);
        }
      }
      case Event.Answered(var work, var number, var outcome) -> answer(work, number, outcome);
      case Event.MayStart(var task) -> {
        if (isEvaluating(task)) {
          draft.set(Work.of(task), TaskState.READY);
        }
      }
      case Event.Skips(var task) -> {
        if (isEvaluating(task)) {
          end(task, TaskState.SKIPPED);
        }
      }
      case Event.Expanded(var task, var size) -> {
        if (isEvaluating(task)) {
          draft.expand(task, size);
          checkMap(task);
        }
      }
      case Event.EvaluationFailed(var task) -> {
        if (isEvaluating(task)) {
          var work = Work.of(task);
          draft.set(work, TaskState.EVALUATING, draft.attemptsOf(work) + 1);
          end(task, TaskState.FAILED);
        }
      }
      case Event.Due _ -> fireDue();
      case Event.HeartbeatSeen(var work, var number, var nextDue) -> {
        if (isParked(work, number) && draft.pending().get(work) instanceof Pending.Parked parked) {
          draft.pend(work, parked.heartbeatAt(nextDue));
        }
      }
      case Event.CancelRequested _ -> stop(StopCause.CANCEL);
      case Event.OutputFailed _ -> {
        // Only a run that has just ended asks for its output.
      }
    }
    settleEnds();
  }

  Decision conclude() {
    if (!asks) {
      new Assigning(draft, now, by, commands).assignReady();
      arrangeWake();
      endRun();
    }
    return new Decision(draft.freeze(), commands);
  }

  private boolean isEvaluating(int task) {
    return draft.tasks().state(task) == TaskState.EVALUATING;
  }

  private boolean isParked(Work work, int number) {
    return draft.stateOf(work) == TaskState.PARKED && draft.attemptsOf(work) == number;
  }

  private PlannedTask planned(Work work) {
    return draft.plan.task(work.task());
  }

  private void start() {
    for (var task = 0; task < draft.plan.size(); task++) {
      judge(task);
    }
  }

  /// Looks whether the ends of a task's needs decide anything about it.
  private void judge(int task) {
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
      asks = true;
    } else {
      draft.set(Work.of(task), TaskState.READY);
    }
  }

  private void end(int task, TaskState state) {
    draft.set(Work.of(task), state);
    draft.untally(Work.of(task));
    ended.add(task);
  }

  /// Lets ends work on the tasks behind them, and theirs in turn, without recursion.
  private void settleEnds() {
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

  private void answer(Work work, int number, Outcome outcome) {
    if (work instanceof Work.Instance(var task, var index)
        && (!draft.maps().containsKey(task) || index >= draft.instancesOf(task).size())) {
      return;
    }
    if (isParked(work, number)) {
      close(work, 0, outcome);
    } else if (draft.reportAnywhere(work, number)) {
      // The answer overtook the word that the attempt has parked.
      close(work, 0, outcome);
    }
  }

  private void close(Work work, int step, Outcome outcome) {
    switch (outcome) {
      case Outcome.Succeeded _ -> {
        draft.unpend(work);
        endWork(work, TaskState.SUCCEEDED);
      }
      case Outcome.Failed failed -> {
        draft.unpend(work);
        fail(work, failed);
      }
      case Outcome.Parked(var wakeAt, var timeoutAt, var heartbeatAt) -> {
        if (isStoppedFor(work)) {
          cancelParked(work);
        } else {
          draft.set(work, TaskState.PARKED);
          draft.pend(work, new Pending.Parked(step, wakeAt, timeoutAt, heartbeatAt));
        }
      }
    }
  }

  private boolean isStoppedFor(Work work) {
    return draft.stop().isPresent() && !planned(work).cleanup();
  }

  /// Whether a map has failed as a whole while this instance still ran.
  private boolean isOrphan(Work work) {
    return work instanceof Work.Instance && draft.tasks().state(work.task()).hasEnded();
  }

  private void fail(Work work, Outcome.Failed failed) {
    if (isStoppedFor(work)) {
      endWork(
          work,
          failed.error().equals(ErrorName.CANCELLED) ? TaskState.CANCELLED : TaskState.FAILED);
      return;
    }
    var tally = draft.tallyOf(work, failed.startedAt());
    var draw = Draw.from(draft.seed(), work, draft.attemptsOf(work));
    var follows =
        isOrphan(work)
            ? new AfterFailure.GiveUp()
            : planned(work)
                .retries()
                .after(failed.error(), tally, failed.retryAfter(), now, draw);
    switch (follows) {
      case AfterFailure.GiveUp() -> endWork(work, TaskState.FAILED);
      case AfterFailure.RetryAt(var due, var counted) -> {
        draft.tally(work, counted);
        if (due.isAfter(now)) {
          draft.set(work, TaskState.RETRYING);
          draft.pend(work, new Pending.Retrying(due));
        } else {
          draft.set(work, TaskState.READY);
        }
      }
    }
  }

  private void endWork(Work work, TaskState state) {
    switch (work) {
      case Work.Whole(var task) -> end(task, state);
      case Work.Instance(var task, _) -> {
        draft.set(work, state);
        draft.untally(work);
        checkMap(task);
      }
    }
  }

  private void cancelParked(Work work) {
    var number = draft.attemptsOf(work);
    draft.unpend(work);
    commands.add(new Command.CancelParked(work, number));
    draft.outbox().add(new Outstanding.CancelParked(work, number, by));
    endWork(work, TaskState.CANCELLED);
  }

  /// Looks whether the instances of a mapped task decide about the task.
  private void checkMap(int task) {
    if (draft.tasks().state(task) != TaskState.DISPATCHED) {
      return;
    }
    var instances = draft.instancesOf(task);
    var failed = instances.count(TaskState.FAILED);
    var tolerated =
        draft.plan.task(task).map().map(map -> map.tolerate().of(instances.size())).orElse(0);
    if (failed > tolerated) {
      var work = Work.of(task);
      var number = draft.attemptsOf(work);
      var cause = failed + " of " + instances.size() + " instances failed, tolerated: " + tolerated;
      commands.add(
          new Command.RecordFailure(task, number, ErrorName.MAP_TOO_MANY_FAILURES, cause));
      dropUnstarted(task);
      end(task, TaskState.FAILED);
    } else if (instances.ended() == instances.size()) {
      var cancelled = instances.count(TaskState.CANCELLED) > 0;
      end(task, cancelled ? TaskState.CANCELLED : TaskState.SUCCEEDED);
    }
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

  private void fireDue() {
    if (!now.isBefore(draft.deadline())) {
      stop(StopCause.TIMEOUT);
    }
    for (var entry : List.copyOf(draft.pending().entrySet())) {
      var work = entry.getKey();
      switch (entry.getValue()) {
        case Pending.Retrying(var due) -> {
          if (!now.isBefore(due)) {
            draft.unpend(work);
            draft.set(work, TaskState.READY);
          }
        }
        case Pending.Parked parked -> fireParked(work, parked);
        case Pending.Resuming _ -> {
          // Waits for a place, not for time.
        }
      }
    }
  }

  private void fireParked(Work work, Pending.Parked parked) {
    if (isDue(parked.timeoutAt())) {
      expire(work, ErrorName.TIMEOUT);
    } else if (isDue(parked.heartbeatAt())) {
      expire(work, ErrorName.HEARTBEAT_TIMEOUT);
    } else if (isDue(parked.wakeAt())) {
      draft.pend(work, new Pending.Resuming(parked.step()));
    }
  }

  private void expire(Work work, ErrorName error) {
    commands.add(new Command.Expire(work, draft.attemptsOf(work), error));
    asks = true;
  }

  private boolean isDue(Optional<Instant> at) {
    return at.isPresent() && !now.isBefore(at.get());
  }

  /// From here on nothing but cleanup tasks starts. What is in flight reports; the rest ends.
  private void stop(StopCause cause) {
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
    var size = draft.instancesOf(task).size();
    for (var index = 0; index < size; index++) {
      if (draft.instancesOf(task).state(index) == TaskState.PARKED) {
        cancelParked(Work.of(task, index));
      }
    }
    checkMap(task);
  }

  /// One wake outstanding, for the earliest due instant. A later one needs none: the earlier wake
  /// comes first and is arranged anew.
  private void arrangeWake() {
    var earliest = draft.status().hasEnded() ? Optional.<Instant>empty() : earliestDue();
    var outstanding = draft.wake().map(Wake::at).filter(at -> at.isAfter(now));
    if (earliest.isEmpty()) {
      draft.wake(Optional.empty());
    } else if (outstanding.isEmpty() || earliest.get().isBefore(outstanding.get())) {
      draft.wake(Optional.of(new Wake(earliest.get(), by)));
      commands.add(new Command.SendWake(earliest.get()));
    }
  }

  private Optional<Instant> earliestDue() {
    var due =
        draft.pending().values().stream()
            .flatMap(waits -> waits.nextDue().stream())
            .min(Instant::compareTo);
    // A long deadline is watched by reconcile, so that a run costs no timer of its own.
    var byWake = draft.plan.rules().timeout().compareTo(RunDeadlines.BY_WAKE_MAX) <= 0;
    if (draft.stop().isEmpty() && byWake) {
      return Optional.of(due.filter(at -> at.isBefore(draft.deadline())).orElse(draft.deadline()));
    }
    return due;
  }

  private void endRun() {
    if (!draft.status().hasEnded()
        && draft.tasks().open() == 0
        && draft.inFlight().isEmpty()
        && draft.pending().isEmpty()) {
      var status = draft.stop().map(StopCause::status).orElseGet(handling::statusOfEnded);
      draft.status(status);
      draft.endedAt(now);
      draft.wake(Optional.empty());
      commands.removeIf(Command.SendWake.class::isInstance);
      commands.add(new Command.EndRun(status));
    }
  }
}
