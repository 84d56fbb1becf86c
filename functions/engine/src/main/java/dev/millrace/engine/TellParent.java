package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.ErrorName;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.definition.Definition;
import dev.millrace.engine.OutsideAnswers.Answer;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.store.Origin;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Tells the run around a child run how the child has ended. Telling it twice does no harm: what no
/// longer fits is stale.
final class TellParent {
  private final RunStore runs;
  private final Plans plans;
  private final ReadRun readRun;
  private final OutsideAnswers answers;
  private final Chunks chunks;

  TellParent(RunStore runs, Plans plans, ReadRun readRun, OutsideAnswers answers, Chunks chunks) {
    this.runs = runs;
    this.plans = plans;
    this.readRun = readRun;
    this.answers = answers;
    this.chunks = chunks;
  }

  /// Gives the attempt that waits for this child its outcome. When no attempt waits yet, because
  /// its worker was lost and the next has not begun, that one will find the child ended.
  void tell(Definition definition, RunRecord child, String worker, Instant now) {
    var parent = child.origin().parent().orElseThrow();
    runs.load(parent.run())
        .filter(record -> !record.state().status().hasEnded())
        .ifPresent(record -> tell(parent, record, definition, child, worker, now));
  }

  private void tell(
      Origin.Parent parent,
      RunRecord record,
      Definition definition,
      RunRecord child,
      String worker,
      Instant now) {
    var around = plans.of(record);
    var work = workOf(child, around, record);
    if (work.isEmpty()) {
      return;
    }
    var attempt = record.state().attemptsOf(work.get());
    var standing = runs.task(parent.run(), parent.task(), parent.index());
    var isChunk = child.origin().chunk().isPresent();
    if (!isChunk && Jobs.of(attempt, standing) != parent.job()) {
      return;
    }
    var answer =
        switch (outcomeOf(definition, child)) {
          case Execution.Done(var result) ->
              isChunk ? new Answer.Told(result) : new Answer.Succeeded(result);
          case Execution.Failed(var error, var cause, _) -> new Answer.Failed(error, cause);
          case Execution.Parked _, Execution.Postponed _ ->
              throw new IllegalStateException("an ended run never parks");
        };
    var written =
        answers.recordOf(around, record, work.get(), attempt, answer, standing, now, worker);
    switch (runs.record(parent.run(), List.of(written)).getFirst()) {
      case RunStore.Recording.Stored _ ->
          answers.queue(record, work.get(), answers.stored(parent.run(), written));
      case RunStore.Recording.Refused(var current) -> {
        if (current.attempt() == attempt && current.hasOutcome()) {
          answers.queue(record, work.get(), current);
        }
      }
    }
  }

  /// The work that waits, when it is at work or parked; a redrive may have changed the plan.
  private static Optional<Work> workOf(RunRecord child, Definition around, RunRecord record) {
    var parent = child.origin().parent().orElseThrow();
    var state = record.state();
    return around
        .plan()
        .indexOf(parent.task())
        .flatMap(
            task -> {
              if (parent.index().isEmpty()) {
                return Optional.of(Work.of(task));
              }
              var instances = state.maps().get(task);
              var index = parent.index().getAsInt();
              return instances != null
                      && index < instances.size()
                      && Chunks.awaits(record, instances, child)
                  ? Optional.of(Work.of(task, index))
                  : Optional.<Work>empty();
            })
        .filter(
            work ->
                switch (state.stateOf(work)) {
                  case DISPATCHED, PARKED -> true;
                  case WAITING,
                      EVALUATING,
                      READY,
                      RETRYING,
                      SUCCEEDED,
                      FAILED,
                      SKIPPED,
                      UPSTREAM_FAILED,
                      CANCELLED ->
                      false;
                });
  }

  /// What the action that started a run has come to, now that the run has ended.
  Execution outcomeOf(Definition definition, RunRecord child) {
    var hasEndedByItself =
        switch (child.state().status()) {
          case SUCCEEDED, FAILED -> true;
          case TIMED_OUT, CANCELLED, QUEUED, RUNNING -> false;
        };
    if (hasEndedByItself && child.origin().chunk().isPresent()) {
      return chunks.outcomeOf(child);
    }
    return switch (child.state().status()) {
      case SUCCEEDED -> new Execution.Done(result(definition, child));
      case FAILED -> Execution.Failed.of(ErrorName.CHILD_FAILED, causeOf(child, "failed"));
      case TIMED_OUT -> Execution.Failed.of(ErrorName.CHILD_TIMED_OUT, causeOf(child, "timed out"));
      case CANCELLED ->
          Execution.Failed.of(ErrorName.CHILD_CANCELLED, "run " + child.run() + " was cancelled");
      case QUEUED, RUNNING ->
          throw new IllegalStateException("run " + child.run() + " has not ended");
    };
  }

  private static String causeOf(RunRecord child, String how) {
    var what =
        child
            .error()
            .map(
                error ->
                    ": "
                        + error.task().map(task -> "task " + task + ": ").orElse("")
                        + error.name()
                        + ": "
                        + error.cause())
            .orElse("");
    return "run " + child.run() + " " + how + what;
  }

  /// A run gives its output, a group what each of its tasks gave.
  private JsonNode result(Definition definition, RunRecord child) {
    if (child.origin().group().isEmpty()) {
      return readRun.output(definition, child);
    }
    var outputs = JsonNodeFactory.instance.objectNode();
    var plan = definition.plan();
    for (var index = 0; index < plan.size(); index++) {
      if (child.state().tasks().state(index) == TaskState.SUCCEEDED) {
        var name = plan.task(index).name();
        outputs.set(name.text(), readRun.outputOf(child, index, name));
      }
    }
    return outputs;
  }
}
