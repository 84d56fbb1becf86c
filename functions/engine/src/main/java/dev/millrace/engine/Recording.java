package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Plan;
import dev.millrace.definition.Definition;
import dev.millrace.definition.TaskDefinition;
import dev.millrace.definition.expression.Evaluation;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Scope;
import dev.millrace.engine.action.ActionCall;
import dev.millrace.engine.action.Finished;
import dev.millrace.engine.action.Finished.Ending;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the record of an action that is over: works its output out and keeps it as a payload.
final class Recording {
  private static final Logger LOG = LoggerFactory.getLogger(Recording.class);

  private final Payloads payloads;

  Recording(Payloads payloads) {
    this.payloads = payloads;
  }

  TaskRecord of(Definition definition, RunRecord record, Finished finished, String worker) {
    var context = (EngineAttempt) finished.call().context();
    var content = content(definition.plan(), record, context, finished);
    return new TaskRecord(
        context.task(),
        Recorded.indexOf(context.attempt().work()),
        context.attempt().number(),
        context.attempt().step(),
        content,
        finished.startedAt(),
        finished.startedAt(),
        finished.endedAt(),
        worker,
        List.of());
  }

  private Content content(Plan plan, RunRecord record, EngineAttempt context, Finished finished) {
    return switch (finished.ending()) {
      case Ending.Returned(Execution.Done(var result)) ->
          succeeded(record.run(), context.definition(), context.attempt(), context.scope(), result);
      case Ending.Returned(Execution.Failed(var error, var cause, var retryAfter)) ->
          new Content.Failed(
              finished.call().kind() instanceof Refusal ? error : error.fromOutside(),
              cause,
              retryAfter);
      case Ending.Returned(Execution.Parked(var note, var wakeAt)) ->
          parked(plan, context, note, wakeAt, finished);
      case Ending.Returned(Execution.Postponed(var note, var until)) ->
          postponed(plan, context, note, until);
      case Ending.TimedOut _ ->
          failed(ErrorName.TIMEOUT, "the action was not over within its timeout");
      case Ending.Stopped _ -> failed(ErrorName.CANCELLED, "the run was stopped");
      case Ending.Crashed(var fault) -> {
        LOG.error("run {}: task {}: the action threw", record.run(), context.label(), fault);
        yield failed(ErrorName.ACTION_CRASHED, "the action threw " + fault);
      }
    };
  }

  /// What a task gives, from its action's result.
  private Content succeeded(
      RunId run, TaskDefinition task, Attempt attempt, Scope scope, JsonNode result) {
    return shaped(
        run, task, attempt, scope, result, ((TaskKind) task.kind()).defaultOutput(result));
  }

  /// What a task gives, from what somebody posted to its callback. Without `output` it is that as a
  /// whole, because the kind has not shaped it.
  Content answered(RunId run, TaskDefinition task, Attempt attempt, Scope scope, JsonNode posted) {
    return shaped(run, task, attempt, scope, posted, posted);
  }

  private Content shaped(
      RunId run,
      TaskDefinition task,
      Attempt attempt,
      Scope scope,
      JsonNode result,
      JsonNode withoutOutput) {
    if (task.call().isEmpty()) {
      return given(run, task, attempt, scope, result, withoutOutput);
    }
    return switch (task.call().get().give(scope, result, withoutOutput)) {
      case Evaluation.Value(var value) -> given(run, task, attempt, scope, value, value);
      case Evaluation.Failed(var error, var cause) -> failed(error.fromOutside(), cause);
      case Evaluation.Nothing _ -> throw new IllegalStateException("nothing became null");
    };
  }

  private Content given(
      RunId run,
      TaskDefinition task,
      Attempt attempt,
      Scope scope,
      JsonNode result,
      JsonNode withoutOutput) {
    if (task.output().isEmpty()) {
      return kept(run, task, attempt, withoutOutput);
    }
    var evaluated = task.output().get().evaluate(scope.with(Root.RESULT, result)).nothingAsNull();
    return switch (evaluated) {
      case Evaluation.Value(var output) -> kept(run, task, attempt, output);
      case Evaluation.Failed(var error, var cause) -> failed(error, "output: " + cause);
      case Evaluation.Nothing _ -> throw new IllegalStateException("nothing became null");
    };
  }

  private Content kept(RunId run, TaskDefinition task, Attempt attempt, JsonNode output) {
    return switch (payloads.keep(run, task.name(), attempt, output)) {
      case Payloads.Keeping.Kept(var payload) -> new Content.Succeeded(payload);
      case Payloads.Keeping.TooLarge(var size) ->
          failed(
              ErrorName.PAYLOAD_TOO_LARGE,
              "an output of %d bytes, at most %d".formatted(size, Payloads.PAYLOAD_MAX_BYTES));
    };
  }

  private static Content failed(ErrorName error, String cause) {
    return new Content.Failed(error, cause, Optional.empty());
  }

  private static Content parked(
      Plan plan,
      EngineAttempt context,
      JsonNode note,
      Optional<Instant> wakeAt,
      Finished finished) {
    return new Content.Parked(
        note,
        wakeAt,
        context
            .timeoutAt()
            .or(() -> Optional.of(finished.startedAt().plus(timeoutOf(plan, context)))),
        context.definition().heartbeat().map(finished.endedAt()::plus));
  }

  /// Its timeout begins anew when it goes on.
  private static Content postponed(Plan plan, EngineAttempt context, JsonNode note, Instant until) {
    return new Content.Parked(
        note,
        Optional.of(until),
        Optional.of(until.plus(timeoutOf(plan, context))),
        context.definition().heartbeat().map(until::plus));
  }

  private static Duration timeoutOf(Plan plan, EngineAttempt context) {
    // A task's timeout bounds each instance, not the run of a chunk of them.
    return context.isChunk()
        ? plan.rules().timeout()
        : plan.task(context.attempt().work().task()).timeout().orElse(plan.rules().timeout());
  }

  /// Cancels what an attempt left running outside whose parking came too late.
  void cancelParked(ActionCall call) {
    AttemptContext context = call.context();
    try {
      call.kind().cancel(context);
    } catch (InterruptedException e) {
      // The invocation is ending; what runs outside ends by its own timeout.
      Thread.currentThread().interrupt();
    }
  }
}
