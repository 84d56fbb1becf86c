package dev.millrace.engine;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Outcome;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// From the records of attempts to the events that they mean.
final class Recorded {
  private Recorded() {}

  static OptionalInt indexOf(Work work) {
    return switch (work) {
      case Work.Whole _ -> OptionalInt.empty();
      case Work.Instance(_, var index) -> OptionalInt.of(index);
    };
  }

  static Outcome outcome(TaskRecord record) {
    return switch (record.content()) {
      case Content.Succeeded _ -> new Outcome.Succeeded();
      case Content.Failed(var error, _, var retryAfter) ->
          new Outcome.Failed(error, record.startedAt(), retryAfter);
      case Content.Parked(_, var wakeAt, var timeoutAt, var heartbeatAt) ->
          new Outcome.Parked(wakeAt, timeoutAt, heartbeatAt);
    };
  }

  /// A failure of an attempt that has parked before: it started when it was executed first, from
  /// which a retry policy's `within` counts.
  static TaskRecord startedWhen(TaskRecord failure, Optional<TaskRecord> found) {
    return found
        .filter(record -> record.attempt() == failure.attempt())
        .map(failure::after)
        .orElse(failure);
  }

  /// What a record says of an attempt's step; empty when it says nothing of it.
  static Optional<Outcome> outcomeOf(TaskRecord record, Attempt attempt) {
    if (record.attempt() != attempt.number()) {
      return Optional.empty();
    }
    return record.hasOutcome() || record.step() >= attempt.step()
        ? Optional.of(outcome(record))
        : Optional.empty();
  }

  static TaskRecord failure(
      Plan plan, Attempt attempt, ErrorName error, String cause, Instant now, String worker) {
    return new TaskRecord(
        plan.task(attempt.work().task()).name(),
        indexOf(attempt.work()),
        attempt.number(),
        attempt.step(),
        new Content.Failed(error, cause, Optional.empty()),
        now,
        now,
        now,
        worker,
        List.of());
  }

  /// Records that an attempt failed for a reason outside its worker, unless it has an outcome.
  ///
  /// @return the outcome that stands there now; empty when a later attempt does
  static Optional<Outcome> recordFailure(
      RunStore runs, RunId run, Attempt attempt, TaskRecord failure) {
    return switch (runs.record(run, List.of(failure)).getFirst()) {
      case RunStore.Recording.Stored _ -> Optional.of(outcome(failure));
      case RunStore.Recording.Refused(var current) -> outcomeOf(current, attempt);
    };
  }

  static Event reported(AssignmentId id, Attempt attempt, Outcome outcome) {
    return new Event.Reported(id, attempt, outcome);
  }
}
