package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.core.run.Command;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Outcome;
import dev.millrace.core.run.RunState;
import dev.millrace.definition.Definition;
import dev.millrace.definition.Durations;
import dev.millrace.definition.TaskDefinition;
import dev.millrace.definition.expression.Condition;
import dev.millrace.definition.expression.Evaluation;
import dev.millrace.definition.expression.Limits;
import dev.millrace.definition.expression.References;
import dev.millrace.definition.expression.Template;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Answers what a decision asks before it can be written. What it records on the way comes out the
/// same when the decision has to be made again.
final class Answers {
  private final RunStore runs;
  private final RunScopes scopes;
  private final CallbackTokens tokens;
  private final OutsideWork outsideWork;
  private final Chunks chunks;

  Answers(
      RunStore runs,
      RunScopes scopes,
      CallbackTokens tokens,
      OutsideWork outsideWork,
      Chunks chunks) {
    this.runs = runs;
    this.scopes = scopes;
    this.tokens = tokens;
    this.outsideWork = outsideWork;
    this.chunks = chunks;
  }

  List<Event> to(
      Definition definition, RunRecord record, List<Command> commands, Instant now, String worker) {
    var events = new ArrayList<Event>();
    for (var command : commands) {
      switch (command) {
        case Command.Evaluate(var task) ->
            events.add(evaluate(definition, record, task, now, worker));
        case Command.Expire expire ->
            expire(definition, record, expire, now, worker).ifPresent(events::add);
        case Command.RecordFailure _,
            Command.PutStop _,
            Command.Assign _,
            Command.SendWake _,
            Command.CancelParked _,
            Command.EndRun _ -> {
          // Asks nothing.
        }
      }
    }
    return events;
  }

  private Event evaluate(
      Definition definition, RunRecord record, int index, Instant now, String worker) {
    var task = definition.task(index);
    if (record.origin().chunk().isPresent()) {
      var items = chunks.itemsOf(record);
      runs.putItems(record.run(), task.name(), items);
      return new Event.Expanded(index, items.size());
    }
    var references = task.when().map(Template::references).orElse(References.NONE);
    references =
        task.map().map(map -> map.over().references()).map(references::and).orElse(references);
    var reading = runs.read(record.run(), names(references));
    var scope = scopes.scope(definition, record, references, reading.records());
    var failing = new Failing(definition, record, index, now, worker);
    if (task.when().isPresent()) {
      switch (task.when().get().evaluateCondition(scope)) {
        case Condition.Holds _ -> {
          // On to the map.
        }
        case Condition.DoesNotHold _ -> {
          return new Event.Skips(index);
        }
        case Condition.Failed(var error, var cause) -> {
          return failing.with(error, "when: " + cause);
        }
      }
    }
    if (task.map().isEmpty()) {
      return new Event.MayStart(index);
    }
    var over = task.map().get().over().evaluate(scope, Limits.ITEMS, Template.Insertion.PLAIN);
    return expand(task, over, failing);
  }

  /// JSONata does not tell one value from a list of one: one value is one item, nothing is none.
  private Event expand(TaskDefinition task, Evaluation over, Failing failing) {
    return switch (over) {
      case Evaluation.Failed(var error, var cause) -> failing.with(error, "map.over: " + cause);
      case Evaluation.Nothing _ -> new Event.Expanded(failing.index(), 0);
      case Evaluation.Value(var value) -> {
        if (value.isNull()) {
          yield failing.with(ErrorName.MAP_NOT_AN_ARRAY, "map.over gave null, expected a list");
        }
        var items = new ArrayList<JsonNode>();
        if (value.isArray()) {
          value.forEach(items::add);
        } else {
          items.add(value);
        }
        if (items.size() > chunks.instancesMax()) {
          yield expandIntoChunks(task, items, failing);
        }
        if (!items.isEmpty()) {
          runs.putItems(failing.record().run(), task.name(), items);
        }
        yield new Event.Expanded(failing.index(), items.size());
      }
    };
  }

  private Event expandIntoChunks(TaskDefinition task, List<JsonNode> items, Failing failing) {
    if (items.size() > MapPolicy.ITEMS_MAX) {
      return failing.with(
          ErrorName.MAP_TOO_MANY_ITEMS,
          "map.over gave %d items, at most %d".formatted(items.size(), MapPolicy.ITEMS_MAX));
    }
    if (failing.definition().plan().rules().concurrentTasks().isPresent()) {
      // Each chunk is a run, and no run sees how many works of the others hold a place.
      return failing.with(
          ErrorName.MAP_TOO_MANY_ITEMS,
          "map.over gave %d items, at most %d in a DAG with concurrency.tasks, which does not hold over the runs that more items need; bound the map by its own concurrency instead"
              .formatted(items.size(), chunks.instancesMax()));
    }
    var count = chunks.store(failing.record().run(), task.name(), items);
    return new Event.Expanded(failing.index(), count, items.size());
  }

  private final class Failing {
    private final Definition definition;
    private final RunRecord record;
    private final int index;
    private final Instant now;
    private final String worker;

    Failing(Definition definition, RunRecord record, int index, Instant now, String worker) {
      this.definition = definition;
      this.record = record;
      this.index = index;
      this.now = now;
      this.worker = worker;
    }

    int index() {
      return index;
    }

    Definition definition() {
      return definition;
    }

    RunRecord record() {
      return record;
    }

    Event with(ErrorName error, String cause) {
      var work = Work.of(index);
      var attempt = Attempt.first(work, record.state().attemptsOf(work) + 1);
      var failure = Recorded.failure(definition.plan(), attempt, error, cause, now, worker);
      Recorded.recordFailure(runs, record.run(), attempt, failure);
      return new Event.EvaluationFailed(index);
    }
  }

  private Optional<Event> expire(
      Definition definition, RunRecord record, Command.Expire expire, Instant now, String worker) {
    var work = expire.work();
    var task = definition.task(work.task());
    var attempt = Attempt.first(work, expire.attempt());
    if (expire.error().equals(ErrorName.HEARTBEAT_TIMEOUT)) {
      var next = nextHeartbeat(record, task.name(), work, expire.attempt());
      if (next.isPresent() && next.get().isAfter(now)) {
        return Optional.of(new Event.HeartbeatSeen(work, expire.attempt(), next.get()));
      }
    }
    outsideWork.cancel(definition, record, work, expire.attempt());
    var failure =
        Recorded.failure(
            definition.plan(), attempt, expire.error(), causeOf(expire.error(), task), now, worker);
    var found = runs.task(record.run(), task.name(), Recorded.indexOf(work));
    return Recorded.recordFailure(runs, record.run(), attempt, Recorded.startedWhen(failure, found))
        .filter(outcome -> !(outcome instanceof Outcome.Parked))
        .map(outcome -> new Event.Answered(record.state().epoch(), attempt, outcome));
  }

  private Optional<Instant> nextHeartbeat(RunRecord record, TaskName task, Work work, int attempt) {
    var hash = CallbackTokens.hash(tokens.tokenOf(record.run(), task, work, attempt));
    return runs.token(record.run(), hash)
        .flatMap(token -> token.heartbeat().map(token.lastSeen()::plus));
  }

  private static String causeOf(ErrorName error, TaskDefinition task) {
    return error.equals(ErrorName.TIMEOUT)
        ? "no outcome within the task's timeout"
        : "no sign of life for " + Durations.inWords(task.heartbeat().orElse(Duration.ZERO));
  }

  static List<TaskName> names(References references) {
    return references.taskFields().keySet().stream().map(TaskName::new).toList();
  }

  /// The run's output, evaluated when it has ended; empty: the document does not say one.
  Optional<Evaluation> output(Definition definition, RunRecord record, RunState ended) {
    return definition
        .output()
        .map(
            template -> {
              var last = record.with(ended, record.nextCheck());
              var reading = runs.read(record.run(), names(template.references()));
              return template
                  .evaluate(
                      scopes.scope(definition, last, template.references(), reading.records()))
                  .nothingAsNull();
            });
  }

  /// Why the first chunk failed that fails its map.
  Optional<Content.Failed> failureOfChunks(RunRecord record, int task, TaskName name) {
    return runs.instances(record.run(), name).stream()
        .filter(
            each ->
                record.state().stateOf(Work.of(task, each.index().orElseThrow()))
                    == TaskState.FAILED)
        .map(TaskRecord::content)
        .filter(Content.Failed.class::isInstance)
        .map(Content.Failed.class::cast)
        .findFirst();
  }

  /// Name and cause of a task's failure, as recorded.
  Optional<Content.Failed> failureOf(RunRecord record, TaskName task) {
    return Optional.ofNullable(runs.read(record.run(), List.of(task)).records().get(task))
        .map(TaskRecord::content)
        .filter(Content.Failed.class::isInstance)
        .map(Content.Failed.class::cast);
  }
}
