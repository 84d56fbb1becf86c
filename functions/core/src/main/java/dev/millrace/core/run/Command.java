package dev.millrace.core.run;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunStatus;
import dev.millrace.core.Work;
import java.time.Instant;

/// What must be done because of a decision.
public sealed interface Command {
  /// Whether the decision must be given an answer before it can be written.
  default boolean asks() {
    return switch (this) {
      case Evaluate _, Expire _ -> true;
      case RecordFailure _, PutStop _, Assign _, SendWake _, CancelParked _, EndRun _ -> false;
    };
  }

  /// Evaluate a task's `when` and `map.over` and answer before anything is written.
  record Evaluate(int task) implements Command {}

  /// Find out, before anything is written, whether a parked attempt that is overdue has ended
  /// meanwhile or shown a sign of life; if not, record `error` and answer with it.
  record Expire(Work work, int attempt, ErrorName error) implements Command {}

  /// Record, before the state is written, that a mapped task failed as a whole.
  record RecordFailure(int task, int attempt, ErrorName error, String cause) implements Command {}

  /// Put the word that stops the run's workers, before the state is written.
  record PutStop(StopCause cause) implements Command {}

  /// Hand out an assignment that the state lists as in flight.
  record Assign(AssignmentId assignment) implements Command {}

  /// Send a wake for that instant.
  record SendWake(Instant at) implements Command {}

  /// Cancel what a parked attempt left running outside.
  record CancelParked(Work work, int attempt) implements Command {}

  /// The run has ended.
  record EndRun(RunStatus status) implements Command {}
}
