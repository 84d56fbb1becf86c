package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.run.StopCause;
import dev.millrace.definition.Definition;
import dev.millrace.definition.TaskDefinition;
import dev.millrace.definition.expression.Evaluation;
import dev.millrace.definition.expression.References;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Scope;
import dev.millrace.definition.expression.Template;
import dev.millrace.engine.action.ActionCall;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes ready what an assignment's actions need: reads the values that their expressions name,
/// looks whether the run was stopped, and evaluates the arguments.
final class Beginning {
  private final RunStore runs;
  private final RunScopes scopes;
  private final Outside outside;
  private final ChunkRuns chunkRuns;

  Beginning(RunStore runs, RunScopes scopes, Outside outside, ChunkRuns chunkRuns) {
    this.runs = runs;
    this.scopes = scopes;
    this.outside = outside;
    this.chunkRuns = chunkRuns;
  }

  /// The calls to start, one for each attempt; those that must not act only give their failure.
  List<ActionCall> begin(
      Definition definition,
      RunRecord record,
      AssignmentId id,
      List<Attempt> attempts,
      Invocation invocation) {
    var references = References.NONE;
    var last = -1;
    for (var attempt : attempts) {
      if (attempt.work().task() != last && !Chunks.isChunk(record.state(), attempt.work())) {
        last = attempt.work().task();
        references = references.and(referencesOf(definition.task(last)));
      }
    }
    var source = scopes.sourceOf(definition, record);
    var isOwn = source.record().run().equals(record.run());
    // With the same read: whether the run was stopped. After this, nothing starts any more.
    var reading = runs.read(record.run(), isOwn ? Answers.names(references) : List.of());
    var records = isOwn ? reading.records() : scopes.records(source, references);
    var stopped = isStopped(reading, record) || (!isOwn && isGivenUp(source, record));
    var items = new HashMap<ItemsGroup, List<JsonNode>>();
    var calls = new ArrayList<ActionCall>(attempts.size());
    for (var attempt : attempts) {
      var task = taskOf(definition, record, attempt.work());
      var cleanup = definition.plan().task(attempt.work().task()).cleanup();
      var scope = scope(source, record, task, attempt, records, items);
      calls.add(
          stopped && !cleanup
              ? refused(
                  record,
                  id,
                  task,
                  attempt,
                  scope,
                  invocation,
                  Execution.Failed.of(ErrorName.CANCELLED, "the run was stopped"))
              : call(definition, record, id, task, attempt, scope, invocation));
    }
    return calls;
  }

  /// Resumed instances of several mapped tasks may share an assignment.
  private record ItemsGroup(TaskName task, int number) {}

  static boolean isStopped(RunStore.Reading reading, RunRecord record) {
    return reading.stop().filter(stop -> stop.epoch() >= record.state().epoch()).isPresent();
  }

  static References referencesOf(TaskDefinition task) {
    var references = task.arguments().references();
    if (task.call().isPresent()) {
      references = references.and(task.call().get().references());
    }
    var all = references;
    return task.output().map(Template::references).map(all::and).orElse(all);
  }

  /// The word that stops a chunk's run may never have been sent: who was to send it was lost.
  private boolean isGivenUp(RunScopes.Source around, RunRecord chunk) {
    if (!Chunks.isGivenUp(around.definition().plan(), around.record(), chunk)) {
      return false;
    }
    runs.putStop(chunk.run(), new RunStore.Stop(chunk.state().epoch(), StopCause.CANCEL));
    return true;
  }

  /// What a work does, or what is done for it.
  private TaskDefinition taskOf(Definition definition, RunRecord record, Work work) {
    var task = definition.task(work.task());
    return Chunks.isChunk(record.state(), work) ? task.left(chunkRuns) : task;
  }

  private Scope scope(
      RunScopes.Source source,
      RunRecord record,
      TaskDefinition task,
      Attempt attempt,
      Map<TaskName, TaskRecord> records,
      Map<ItemsGroup, List<JsonNode>> items) {
    if (task.kind() instanceof ChunkRuns) {
      return Scope.at(record.state().startedAt(), record.state().seed()); // it reads nothing
    }
    var scope = scopes.scope(source, referencesOf(task), records);
    return switch (attempt.work()) {
      case Work.Whole _ -> scope;
      case Work.Instance(_, var index) -> {
        var group =
            items.computeIfAbsent(
                new ItemsGroup(task.name(), index / RunStore.ITEMS_GROUP),
                key -> runs.items(record.run(), key.task(), key.number()));
        yield scope
            .with(task.map().orElseThrow().item(), group.get(index % RunStore.ITEMS_GROUP))
            .with(Root.INDEX, IntNode.valueOf(record.origin().indexOf(index)));
      }
    };
  }

  private ActionCall call(
      Definition definition,
      RunRecord record,
      AssignmentId id,
      TaskDefinition task,
      Attempt attempt,
      Scope scope,
      Invocation invocation) {
    if (task.kind() instanceof ChunkRuns) {
      return new ActionCall(
          id,
          chunkRuns,
          new EngineAttempt(
              outside,
              record,
              invocation,
              task,
              attempt,
              NullNode.getInstance(),
              scope,
              invocation.actionsUntil(),
              recordBefore(record, task.name(), attempt)));
    }
    var beside = scope.with(Root.CALLBACK.text(), () -> callback(record.run(), task, attempt));
    var handed = task.call().map(call -> call.arguments(scope));
    if (handed.isPresent() && handed.get() instanceof Evaluation.Failed(var error, var cause)) {
      return refused(
          record, id, task, attempt, scope, invocation, Execution.Failed.of(error, cause));
    }
    var known = withArguments(beside, handed);
    return switch (task.arguments().evaluate(known)) {
      case Evaluation.Failed(var error, var cause) ->
          refused(record, id, task, attempt, scope, invocation, Execution.Failed.of(error, cause));
      case Evaluation.Nothing _ ->
          throw new IllegalStateException("arguments are never nothing: " + task.name());
      case Evaluation.Value(var arguments) -> {
        var before = recordBefore(record, task.name(), attempt);
        var until = until(definition.plan(), attempt.work().task(), before, invocation);
        yield new ActionCall(
            id,
            (TaskKind) task.kind(),
            new EngineAttempt(
                outside, record, invocation, task, attempt, arguments, known, until, before));
      }
    };
  }

  /// What an action that a user declared is handed.
  static Scope withArguments(Scope scope, Optional<Evaluation> handed) {
    return handed.isPresent() && handed.get() instanceof Evaluation.Value(var value)
        ? scope.with(Root.ARGS, value)
        : scope;
  }

  /// What arguments of a task that waits for a callback read; asked for only when they do.
  private JsonNode callback(RunId run, TaskDefinition task, Attempt attempt) {
    var offered = outside.callbacks().offer(run, task, attempt);
    return JsonNodeFactory.instance
        .objectNode()
        .put("url", offered.url())
        .put("token", offered.token());
  }

  /// The code that cancels what a parked attempt of a task left running.
  TaskDefinition cancelling(TaskDefinition task, RunRecord record, JsonNode note) {
    return chunkRuns.hasNoted(record, note) ? task.left(chunkRuns) : task;
  }

  /// A parked attempt whose work outside is to be cancelled.
  ///
  /// @param note what its kind noted
  EngineAttempt cancelled(
      RunRecord record,
      TaskDefinition task,
      Attempt attempt,
      JsonNode note,
      Invocation invocation) {
    var now = outside.clock().now();
    var parked =
        new TaskRecord.Content.Parked(note, Optional.empty(), Optional.empty(), Optional.empty());
    var before =
        new TaskRecord(
            task.name(),
            Recorded.indexOf(attempt.work()),
            attempt.number(),
            attempt.step(),
            parked,
            now,
            now,
            now,
            invocation.id(),
            List.of());
    return new EngineAttempt(
        outside,
        record,
        invocation,
        task,
        attempt,
        NullNode.getInstance(),
        Scope.at(now, 0),
        invocation.actionsUntil(),
        Optional.of(before));
  }

  /// The record of a resumed attempt from when it parked.
  private Optional<TaskRecord> recordBefore(RunRecord record, TaskName task, Attempt attempt) {
    return attempt.step() == 0
        ? Optional.empty()
        : runs.task(record.run(), task, Recorded.indexOf(attempt.work()))
            .filter(found -> found.attempt() == attempt.number());
  }

  /// A timeout bounds the whole attempt, so that resuming it gives it no more time.
  private Instant until(Plan plan, int task, Optional<TaskRecord> before, Invocation invocation) {
    var timeout = plan.task(task).timeout();
    return Stream.of(
            Optional.of(outside.clock().now().plus(Holding.workTime(plan, task))),
            Optional.of(invocation.actionsUntil()),
            timeout.flatMap(_ -> before.flatMap(TaskRecord::timeoutAt)))
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /// A call that only says that the attempt failed before its action could start.
  private ActionCall refused(
      RunRecord record,
      AssignmentId id,
      TaskDefinition task,
      Attempt attempt,
      Scope scope,
      Invocation invocation,
      Execution.Failed failure) {
    var context =
        new EngineAttempt(
            outside,
            record,
            invocation,
            task,
            attempt,
            NullNode.getInstance(),
            scope,
            Instant.MAX,
            Optional.empty());
    return new ActionCall(id, new Refusal(failure), context);
  }
}
