package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.Work;
import dev.millrace.core.run.Event;
import dev.millrace.definition.Definition;
import dev.millrace.definition.TaskDefinition;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Scope;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Outcomes that come to parked attempts from outside: recorded first, then queued for the run.
final class OutsideAnswers {
  private final RunStore runs;
  private final RunScopes scopes;
  private final Recording recording;
  private final ResultsQueue results;

  OutsideAnswers(RunStore runs, RunScopes scopes, Recording recording, ResultsQueue results) {
    this.runs = runs;
    this.scopes = scopes;
    this.recording = recording;
    this.results = results;
  }

  /// What comes.
  sealed interface Answer {
    /// The work outside succeeded; `output` is the action's result.
    record Succeeded(JsonNode output) implements Answer {}

    /// The run of a chunk has ended; nothing shapes what it tells.
    record Told(JsonNode summary) implements Answer {}

    /// The work outside failed.
    record Failed(ErrorName error, String cause) implements Answer {}
  }

  /// The record of an answered attempt, as it is to be written.
  ///
  /// @param standing what is recorded of the task or instance
  /// @param worker the invocation that writes it
  TaskRecord recordOf(
      Definition definition,
      RunRecord record,
      Work work,
      int attempt,
      Answer answer,
      Optional<TaskRecord> standing,
      Instant now,
      String worker) {
    var task = definition.task(work.task());
    var content =
        switch (answer) {
          case Answer.Failed(var error, var cause) ->
              new Content.Failed(error, cause, Optional.empty());
          case Answer.Told(var summary) -> new Content.Succeeded(new Payload.Inline(summary));
          case Answer.Succeeded(var output) ->
              recording.answered(
                  record.run(),
                  task,
                  Attempt.first(work, attempt),
                  scope(definition, record, task, work),
                  output);
        };
    var startedAt =
        standing.filter(at -> at.attempt() == attempt).map(TaskRecord::startedAt).orElse(now);
    return new TaskRecord(
        task.name(),
        Recorded.indexOf(work),
        attempt,
        0,
        content,
        startedAt,
        startedAt,
        now,
        worker,
        List.of());
  }

  /// Queues what was recorded for its run.
  void queue(RunRecord record, Work work, TaskRecord recorded) {
    var attempt = new Attempt(work, recorded.attempt(), recorded.step());
    var event = new Event.Answered(record.state().epoch(), attempt, Recorded.outcome(recorded));
    ResultSending.send(results, record.run(), List.of(event));
  }

  /// A record as it stands once it is written, with the step that it came after.
  TaskRecord stored(RunId run, TaskRecord written) {
    return runs.task(run, written.task(), written.index())
        .filter(standing -> standing.attempt() == written.attempt())
        .orElse(written);
  }

  private Scope scope(Definition definition, RunRecord record, TaskDefinition task, Work work) {
    var references = Beginning.referencesOf(task);
    var source = scopes.sourceOf(definition, record);
    var scope = scopes.scope(source, references, scopes.records(source, references));
    var known =
        switch (work) {
          case Work.Whole _ -> scope;
          case Work.Instance(_, var index) -> {
            var group = runs.items(record.run(), task.name(), index / RunStore.ITEMS_GROUP);
            yield scope
                .with(task.map().orElseThrow().item(), group.get(index % RunStore.ITEMS_GROUP))
                .with(Root.INDEX, IntNode.valueOf(record.origin().indexOf(index)));
          }
        };
    return Beginning.withArguments(known, task.call().map(call -> call.arguments(known)));
  }
}
