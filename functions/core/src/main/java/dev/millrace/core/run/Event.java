package dev.millrace.core.run;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.Work;
import java.time.Instant;

/// What happens to a run. An event that no longer fits the state is stale and changes nothing.
public sealed interface Event {
  /// The run was created or reopened: tasks without open needs may start.
  record Started() implements Event {}

  /// A run that was QUEUED has its place among the open runs of its DAG: it begins, and its time
  /// counts from now. Of any other run nothing changes, nor of one that was opened again meanwhile.
  ///
  /// @param epoch in which it has its place
  record Admitted(int epoch) implements Event {}

  /// An attempt of an assignment ended or parked. Counts only while that attempt of that
  /// assignment is in flight.
  record Reported(AssignmentId assignment, Attempt attempt, Outcome outcome) implements Event {}

  /// A parked attempt got its outcome from outside: a callback, a timeout, a lost heartbeat.
  /// Counts only while that attempt is parked, or while the word that it has parked is still on
  /// its way. An outcome that comes before its worker has parked the attempt is reported by that
  /// worker, who finds it recorded; until then the attempt is at work.
  ///
  /// @param epoch in which it was given: a redrive may go on with another version of the DAG, in
  ///     which another task stands at the same place
  /// @param attempt its step is one more than the last step known to have parked; 0 when none was
  record Answered(int epoch, Attempt attempt, Outcome outcome) implements Event {}

  /// The answer to [Command.Evaluate]: `when` was true or absent, and there is no `map`.
  record MayStart(int task) implements Event {}

  /// The answer to [Command.Evaluate]: `when` was false.
  record Skips(int task) implements Event {}

  /// The answer to [Command.Evaluate]: the items of `map` were written.
  ///
  /// @param instances one an item, or one a chunk of items
  /// @param items in all
  record Expanded(int task, int instances, int items) implements Event {
    /// With an instance for each item.
    public Expanded(int task, int instances) {
      this(task, instances, instances);
    }
  }

  /// The answer to [Command.Evaluate]: an expression failed, and the task's record says so.
  record EvaluationFailed(int task) implements Event {}

  /// Time has come to look at what is due.
  record Due() implements Event {}

  /// The answer to [Command.Expire]: a sign of life did come; the next is due then.
  record HeartbeatSeen(Work work, int attempt, Instant nextDue) implements Event {}

  /// Workers found the word that stops the run before the state says so: whoever put it ended, or
  /// has not come to writing the state yet.
  record StopFound(StopCause cause) implements Event {}

  /// Somebody wants the run cancelled.
  record CancelRequested() implements Event {}

  /// The run's `output` could not be evaluated.
  record OutputFailed() implements Event {}
}
