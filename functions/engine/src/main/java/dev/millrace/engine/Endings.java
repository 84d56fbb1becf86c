package dev.millrace.engine;

import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.run.Command;
import dev.millrace.core.run.Decide;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Instances;
import dev.millrace.core.run.Issuer;
import dev.millrace.core.run.Outstanding;
import dev.millrace.core.run.RunState;
import dev.millrace.definition.Definition;
import dev.millrace.definition.Durations;
import dev.millrace.definition.expression.Evaluation;
import dev.millrace.engine.store.Origin;
import dev.millrace.engine.store.RunError;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Writes what must stand before RUN says so: the word that stops a run, the records of tasks that
/// failed without an attempt, a run's output and what made it fail.
final class Endings {
  private final RunStore runs;
  private final Answers answers;
  private final Payloads payloads;
  private final StartFollowers startFollowers;

  Endings(RunStore runs, Answers answers, Payloads payloads, StartFollowers startFollowers) {
    this.runs = runs;
    this.answers = answers;
    this.payloads = payloads;
    this.startFollowers = startFollowers;
  }

  RunRecord prepare(
      Definition definition,
      RunRecord record,
      RunState decided,
      List<Command> commands,
      Instant now,
      Issuer by) {
    var next = record.with(decided, record.nextCheck());
    for (var command : commands) {
      switch (command) {
        case Command.PutStop(var cause) ->
            runs.putStop(record.run(), new RunStore.Stop(decided.epoch(), cause));
        case Command.RecordFailure(var task, var number, var error, var cause) -> {
          var attempt = Attempt.first(Work.of(task), number);
          var why = whyFailed(definition, next, task, error, cause);
          var failure =
              Recorded.failure(
                  definition.plan(), attempt, why.name(), why.cause(), now, by.invocation());
          Recorded.recordFailure(runs, record.run(), attempt, failure);
        }
        case Command.EndRun _ -> {
          next = end(definition, next, now, by);
          if (next.origin().admission().isPresent()) {
            next = next.with(next.state().owing(new Outstanding.LeavePlace(by)), next.nextCheck());
          }
          if (next.origin().parent().filter(Origin.Parent::awaits).isPresent()) {
            next = next.with(next.state().owing(new Outstanding.TellParent(by)), next.nextCheck());
          }
          if (startFollowers.areAwaited(next)) {
            next =
                next.with(next.state().owing(new Outstanding.StartFollowers(by)), next.nextCheck());
          }
        }
        case Command.Evaluate _,
            Command.Expire _,
            Command.Assign _,
            Command.SendWake _,
            Command.CancelParked _ -> {
          // Nothing to write beforehand.
        }
      }
    }
    return next;
  }

  /// Chunks tell why they failed their map.
  private RunError whyFailed(
      Definition definition, RunRecord record, int task, ErrorName error, String cause) {
    var name = definition.plan().task(task).name();
    return Optional.ofNullable(record.state().maps().get(task))
        .filter(Instances::areChunks)
        .flatMap(_ -> answers.failureOfChunks(record, task, name))
        .map(failed -> new RunError(failed.error(), failed.cause(), Optional.of(name)))
        .orElseGet(() -> new RunError(error, cause, Optional.of(name)));
  }

  private RunRecord end(Definition definition, RunRecord record, Instant now, Issuer by) {
    var state = record.state();
    return switch (state.status()) {
      case SUCCEEDED -> withOutput(definition, record, now, by);
      case FAILED -> record.withError(failureOf(definition, record));
      case CANCELLED ->
          record.withError(
              Optional.of(
                  new RunError(ErrorName.CANCELLED, "the run was cancelled", Optional.empty())));
      case TIMED_OUT ->
          record.withError(
              Optional.of(
                  new RunError(
                      ErrorName.TIMEOUT,
                      "the run took longer than "
                          + Durations.inWords(definition.plan().rules().timeout()),
                      Optional.empty())));
      case QUEUED, RUNNING ->
          throw new IllegalStateException("run " + record.run() + " has not ended");
    };
  }

  /// An output that cannot be evaluated or kept fails the run.
  private RunRecord withOutput(Definition definition, RunRecord record, Instant now, Issuer by) {
    var evaluated = answers.output(definition, record, record.state());
    if (evaluated.isEmpty()) {
      return record.withError(Optional.empty());
    }
    return switch (evaluated.get()) {
      case Evaluation.Value(var json) ->
          switch (payloads.keep(record.run(), "output-" + record.state().epoch(), json)) {
            case Payloads.Keeping.Kept(var payload) -> {
              runs.putOutput(record.run(), payload);
              yield record.withError(Optional.empty());
            }
            case Payloads.Keeping.TooLarge(var size) ->
                failed(
                    definition,
                    record,
                    new RunError(
                        ErrorName.PAYLOAD_TOO_LARGE,
                        "output: %d bytes, at most %d".formatted(size, Payloads.PAYLOAD_MAX_BYTES),
                        Optional.empty()),
                    now,
                    by);
          };
      case Evaluation.Failed(var error, var cause) ->
          failed(
              definition,
              record,
              new RunError(error, "output: " + cause, Optional.empty()),
              now,
              by);
      case Evaluation.Nothing _ -> record.withError(Optional.empty());
    };
  }

  private static RunRecord failed(
      Definition definition, RunRecord record, RunError error, Instant now, Issuer by) {
    var decision =
        Decide.decide(
            definition.plan(), record.state(), List.of(new Event.OutputFailed()), now, by);
    return record.with(decision.state(), record.nextCheck()).withError(Optional.of(error));
  }

  private Optional<RunError> failureOf(Definition definition, RunRecord record) {
    var plan = definition.plan();
    for (var index = 0; index < plan.size(); index++) {
      if (record.state().tasks().state(index) == TaskState.FAILED
          && !plan.task(index).allowFailure()) {
        var task = plan.task(index).name();
        var failure = answers.failureOf(record, task);
        if (failure.isPresent()) {
          return Optional.of(
              new RunError(failure.get().error(), failure.get().cause(), Optional.of(task)));
        }
      }
    }
    return Optional.empty();
  }
}
