package dev.millrace.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ErrorName;
import dev.millrace.core.TaskName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The TASK item: the record of a task's (or one instance's) latest attempt.
///
/// @param index of the instance, for a mapped task
/// @param attempt number of the attempt, from 1; 0 stands nowhere
/// @param step the step of the attempt that wrote this, see `Attempt`
/// @param startedAt when this attempt's action started
/// @param firstStartedAt when the first attempt's action started
/// @param recordedAt when the outcome came (or the attempt parked)
/// @param worker the invocation that wrote it
/// @param history earlier attempts, oldest first, at most [#HISTORY_MAX]; filled by the store
public record TaskRecord(
    TaskName task,
    OptionalInt index,
    int attempt,
    int step,
    Content content,
    Instant startedAt,
    Instant firstStartedAt,
    Instant recordedAt,
    String worker,
    List<Earlier> history) {
  /// Earlier attempts that are kept at most; the oldest give way.
  public static final int HISTORY_MAX = 20;

  /// Copies the list.
  public TaskRecord {
    history = List.copyOf(history);
  }

  /// An earlier attempt that failed.
  public record Earlier(int attempt, Instant startedAt, Instant endedAt, ErrorName error) {}

  /// What is recorded of an attempt.
  public sealed interface Content {
    /// It succeeded.
    record Succeeded(Payload output) implements Content {}

    /// It failed.
    ///
    /// @param retryAfter the delay that a server asked for
    record Failed(ErrorName error, String cause, Optional<Duration> retryAfter)
        implements Content {}

    /// It waits for something outside.
    ///
    /// @param note what the task kind wants to know again when it is resumed or cancelled
    record Parked(
        JsonNode note,
        Optional<Instant> wakeAt,
        Optional<Instant> timeoutAt,
        Optional<Instant> heartbeatAt)
        implements Content {}
  }

  /// Whether the attempt has ended.
  public boolean hasOutcome() {
    return switch (content) {
      case Content.Succeeded _, Content.Failed _ -> true;
      case Content.Parked _ -> false;
    };
  }

  /// When the time of a parked attempt is over.
  public Optional<Instant> timeoutAt() {
    return switch (content) {
      case Content.Parked parked -> parked.timeoutAt();
      case Content.Succeeded _, Content.Failed _ -> Optional.empty();
    };
  }

  /// Whether a record may take the place of this one: of a later attempt always; of the same
  /// attempt an outcome after it parked, or the parking of a later step. Never the other way.
  public boolean givesWayTo(TaskRecord next) {
    if (next.attempt != attempt) {
      return next.attempt > attempt;
    }
    return !hasOutcome() && (next.hasOutcome() || next.step > step);
  }

  /// This record as it stands after an earlier one: with the first start and the history. An
  /// outcome from outside comes after the step that has parked.
  public TaskRecord after(TaskRecord earlier) {
    if (earlier.attempt == attempt) {
      return new TaskRecord(
          task,
          index,
          attempt,
          hasOutcome() ? Math.max(step, earlier.step + 1) : step,
          content,
          earlier.startedAt,
          earlier.firstStartedAt,
          recordedAt,
          worker,
          earlier.history);
    }
    var all = new ArrayList<>(earlier.history);
    if (earlier.content instanceof Content.Failed failed) {
      all.add(new Earlier(earlier.attempt, earlier.startedAt, earlier.recordedAt, failed.error()));
    }
    var kept = all.subList(Math.max(0, all.size() - HISTORY_MAX), all.size());
    return new TaskRecord(
        task,
        index,
        attempt,
        step,
        content,
        startedAt,
        earlier.firstStartedAt,
        recordedAt,
        worker,
        kept);
  }
}
