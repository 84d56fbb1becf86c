package dev.millrace.core.run;

import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.AfterFailure;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.plan.Retries;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One decision on its way: applies events to the draft and collects commands.
final class Deciding {
  private final RunDraft draft;
  private final Instant now;
  private final Issuer by;
  private final Progress progress;

  Deciding(RunDraft draft, Instant now, Issuer by) {
    this.draft = draft;
    this.now = now;
    this.by = by;
    this.progress = new Progress(draft, by);
  }

  void apply(Event event) {
    if (draft.status().hasEnded()) {
      // A run that has ended ignores everything; only its output is still to be worked out.
      if (event instanceof Event.OutputFailed && draft.status() == RunStatus.SUCCEEDED) {
        draft.status(RunStatus.FAILED);
      }
      return;
    }
    if (draft.status() == RunStatus.QUEUED) {
      whileQueued(event);
      return;
    }
    switch (event) {
      case Event.Started _ -> start();
      case Event.Admitted _ -> {
        // It has begun before.
      }
      case Event.Reported(var id, var attempt, var outcome) -> {
        if (draft.report(id, attempt)) {
          close(attempt.work(), attempt.step(), outcome);
        }
      }
      case Event.Answered(var epoch, var attempt, var outcome) -> {
        if (epoch == draft.epoch()) {
          answer(attempt, outcome);
        }
      }
      case Event.MayStart(var task) -> {
        if (isEvaluating(task)) {
          draft.set(Work.of(task), TaskState.READY);
        }
      }
      case Event.Skips(var task) -> {
        if (isEvaluating(task)) {
          progress.end(task, TaskState.SKIPPED);
        }
      }
      case Event.Expanded(var task, var size, var items) -> {
        if (isEvaluating(task)) {
          draft.expand(task, size, items);
          progress.checkMap(task);
        }
      }
      case Event.EvaluationFailed(var task) -> {
        if (isEvaluating(task)) {
          var work = Work.of(task);
          draft.set(work, TaskState.EVALUATING, draft.attemptsOf(work) + 1);
          progress.end(task, TaskState.FAILED);
        }
      }
      case Event.Due _ -> fireDue();
      case Event.HeartbeatSeen(var work, var number, var nextDue) -> {
        if (isParked(work, number) && draft.pending().get(work) instanceof Pending.Parked parked) {
          draft.pend(work, parked.heartbeatAt(nextDue));
        }
      }
      case Event.StopFound(var cause) -> progress.stop(cause);
      case Event.CancelRequested _ -> progress.stop(StopCause.CANCEL);
      case Event.OutputFailed _ -> {
        // Only a run that has just ended asks for its output.
      }
    }
    progress.settleEnds();
  }

  /// A run that waits for its turn begins or is stopped; nothing else concerns it.
  private void whileQueued(Event event) {
    switch (event) {
      case Event.Admitted(var epoch) -> {
        if (epoch == draft.epoch()) {
          draft.status(RunStatus.RUNNING);
          draft.deadline(now.plus(draft.plan.rules().timeout()));
          start();
        }
      }
      case Event.StopFound(var cause) -> progress.stop(cause);
      case Event.CancelRequested _ -> progress.stop(StopCause.CANCEL);
      case Event.Started _,
          Event.Reported _,
          Event.Answered _,
          Event.MayStart _,
          Event.Skips _,
          Event.Expanded _,
          Event.EvaluationFailed _,
          Event.Due _,
          Event.HeartbeatSeen _,
          Event.OutputFailed _ -> {
        // Stale, or too early.
      }
    }
    progress.settleEnds();
    // No worker is there to find the word, and none must when the run has begun meanwhile.
    progress.commands().removeIf(Command.PutStop.class::isInstance);
    if (draft.stop().isPresent() && draft.tasks().open() > 0) {
      draft.status(RunStatus.RUNNING); // what a redrive began to undo is cleaned up
    }
  }

  Decision conclude() {
    var commands = progress.commands();
    if (draft.status() == RunStatus.QUEUED) {
      endRun(); // when it was stopped
    } else if (commands.stream().noneMatch(Command::asks)) {
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
      progress.judge(task);
    }
  }

  private void answer(Attempt attempt, Outcome outcome) {
    var work = attempt.work();
    if (work instanceof Work.Instance(var task, var index)
        && (!draft.maps().containsKey(task) || index >= draft.instancesOf(task).size())) {
      return;
    }
    if (isParked(work, attempt.number())) {
      close(work, 0, outcome);
    } else if (draft.reportBefore(attempt)) {
      // The answer overtook the word that the attempt has parked.
      close(work, 0, outcome);
    }
  }

  private void close(Work work, int step, Outcome outcome) {
    switch (outcome) {
      case Outcome.Succeeded _ -> {
        draft.unpend(work);
        progress.endWork(work, TaskState.SUCCEEDED);
      }
      case Outcome.Failed failed -> {
        draft.unpend(work);
        fail(work, failed);
      }
      case Outcome.Parked(var wakeAt, var timeoutAt, var heartbeatAt) -> {
        if (isStoppedFor(work) || (draft.isChunk(work) && isOrphan(work))) {
          progress.cancelParked(work);
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
      progress.endWork(
          work,
          failed.error().equals(ErrorName.CANCELLED) ? TaskState.CANCELLED : TaskState.FAILED);
      return;
    }
    var tally = draft.tallyOf(work, failed.startedAt());
    var draw = Draw.from(draft.seed(), work, draft.attemptsOf(work));
    var follows =
        isOrphan(work)
            ? new AfterFailure.GiveUp()
            : retriesOf(work).after(failed.error(), tally, failed.retryAfter(), now, draw);
    switch (follows) {
      case AfterFailure.GiveUp() -> progress.endWork(work, TaskState.FAILED);
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

  /// What the task says of retries holds for the instances, not for the runs of their chunks.
  private Retries retriesOf(Work work) {
    return draft.isChunk(work) ? Retries.defaults(true) : planned(work).retries();
  }

  private void fireDue() {
    if (!now.isBefore(draft.deadline())) {
      progress.stop(StopCause.TIMEOUT);
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
    progress.commands().add(new Command.Expire(work, draft.attemptsOf(work), error));
  }

  private boolean isDue(Optional<Instant> at) {
    return at.isPresent() && !now.isBefore(at.get());
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
      progress.commands().add(new Command.SendWake(earliest.get()));
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
      var status =
          draft.stop().map(StopCause::status).orElseGet(() -> new Handling(draft).statusOfEnded());
      draft.status(status);
      draft.endedAt(now);
      draft.wake(Optional.empty());
      progress.commands().removeIf(Command.SendWake.class::isInstance);
      progress.commands().add(new Command.EndRun(status));
    }
  }
}
