package dev.millrace.engine;

import dev.millrace.core.ErrorName;
import dev.millrace.core.Work;
import dev.millrace.definition.Definition;
import dev.millrace.engine.CompleteCallback.Completion;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Records what comes for an attempt from outside, once: of all that comes, at the same time too,
/// one is the attempt's outcome. The same again is accepted, anything else is not.
final class AnswerOnce {
  private static final Set<ErrorName> ENDED_BY_ENGINE =
      Set.of(
          ErrorName.TIMEOUT,
          ErrorName.HEARTBEAT_TIMEOUT,
          ErrorName.CANCELLED,
          ErrorName.WORKER_LOST);

  private final RunStore runs;
  private final OutsideAnswers answers;
  private final Payloads payloads;
  private final Clock clock;

  AnswerOnce(RunStore runs, OutsideAnswers answers, Payloads payloads, Clock clock) {
    this.runs = runs;
    this.answers = answers;
    this.payloads = payloads;
    this.clock = clock;
  }

  /// Takes an answer. When it is accepted, it has been queued; the same again is queued again.
  ///
  /// @param answer what comes, as of an instant: now, or when the outcome that stands was recorded
  /// @param worker the invocation that writes it
  Completion record(
      Definition definition,
      RunRecord record,
      Work work,
      int attempt,
      Function<Instant, OutsideAnswers.Answer> answer,
      String worker) {
    var now = clock.now();
    var standing = standing(definition, record, work);
    var written =
        answers.recordOf(
            definition, record, work, attempt, answer.apply(now), standing, now, worker);
    return switch (runs.record(record.run(), List.of(written)).getFirst()) {
      case RunStore.Recording.Stored _ ->
          queued(record, work, answers.stored(record.run(), written));
      case RunStore.Recording.Refused(var current) -> {
        if (current.attempt() != attempt || isEndedByEngine(current)) {
          yield Completion.EXPIRED;
        }
        var then = current.recordedAt();
        var again =
            answers.recordOf(
                definition,
                record,
                work,
                attempt,
                answer.apply(then),
                Optional.of(current),
                then,
                worker);
        yield isSame(current, again) ? queued(record, work, current) : Completion.OTHER_ANSWER;
      }
    };
  }

  /// How far an attempt has come.
  enum Progress {
    /// It can be answered.
    OPEN,
    /// Its outcome came from outside.
    ANSWERED,
    /// It ended otherwise, or a later attempt has begun.
    OVER
  }

  Progress progress(Definition definition, RunRecord record, Work work, int attempt) {
    var standing = standing(definition, record, work);
    if (standing.isEmpty() || standing.get().attempt() < attempt) {
      return Progress.OPEN;
    }
    if (standing.get().attempt() > attempt || isEndedByEngine(standing.get())) {
      return Progress.OVER;
    }
    return standing.get().hasOutcome() ? Progress.ANSWERED : Progress.OPEN;
  }

  private Optional<TaskRecord> standing(Definition definition, RunRecord record, Work work) {
    var task = definition.task(work.task()).name();
    return runs.task(record.run(), task, Recorded.indexOf(work));
  }

  private Completion queued(RunRecord record, Work work, TaskRecord recorded) {
    answers.queue(record, work, recorded);
    return Completion.ACCEPTED;
  }

  private static boolean isEndedByEngine(TaskRecord current) {
    return current.content() instanceof Content.Failed(var error, _, _)
        && ENDED_BY_ENGINE.contains(error);
  }

  private boolean isSame(TaskRecord current, TaskRecord written) {
    return switch (current.content()) {
      case Content.Succeeded(var output) ->
          written.content() instanceof Content.Succeeded(var other) && isSame(output, other);
      case Content.Failed(var error, var cause, _) ->
          written.content() instanceof Content.Failed(var otherError, var otherCause, _)
              && error.equals(otherError)
              && cause.equals(otherCause);
      case Content.Parked _ -> false;
    };
  }

  private boolean isSame(Payload some, Payload other) {
    return payloads.read(some).equals(payloads.read(other));
  }
}
