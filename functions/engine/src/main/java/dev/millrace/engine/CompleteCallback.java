package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
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
import dev.millrace.engine.store.Token;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes the outcomes that others post for parked attempts, and their signs of life.
public final class CompleteCallback {
  private static final Set<ErrorName> ENDED_BY_ENGINE =
      Set.of(
          ErrorName.TIMEOUT,
          ErrorName.HEARTBEAT_TIMEOUT,
          ErrorName.CANCELLED,
          ErrorName.WORKER_LOST);

  private final RunStore runs;
  private final Plans plans;
  private final RunScopes scopes;
  private final Recording recording;
  private final Payloads payloads;
  private final ResultsQueue results;
  private final CallbackTokens tokens;
  private final Clock clock;

  CompleteCallback(
      RunStore runs,
      Plans plans,
      RunScopes scopes,
      Recording recording,
      Payloads payloads,
      ResultsQueue results,
      CallbackTokens tokens,
      Clock clock) {
    this.runs = runs;
    this.plans = plans;
    this.scopes = scopes;
    this.recording = recording;
    this.payloads = payloads;
    this.results = results;
    this.tokens = tokens;
    this.clock = clock;
  }

  /// What somebody posts.
  public sealed interface Answer {
    /// The work outside succeeded; `output` is the action's result.
    record Succeeded(JsonNode output) implements Answer {}

    /// The work outside failed.
    record Failed(ErrorName error, String cause) implements Answer {}
  }

  /// What became of it.
  public enum Completion {
    /// It is the attempt's outcome, and durably on its way; or it was before.
    ACCEPTED,
    /// No attempt has this token.
    UNKNOWN,
    /// The attempt has ended without this callback: it timed out, was cancelled, or a later attempt
    /// has begun.
    EXPIRED,
    /// Another answer was accepted before.
    OTHER_ANSWER
  }

  /// Takes the outcome of an attempt. When it is accepted, it has been queued; the same again is
  /// accepted and queued again.
  public Completion complete(String token, Answer answer, Invocation invocation) {
    var found = find(token);
    if (found.isEmpty()) {
      return Completion.UNKNOWN;
    }
    var known = found.get();
    var record = runs.load(known.run());
    if (record.isEmpty()) {
      return Completion.UNKNOWN;
    }
    var definition = plans.of(record.get());
    if (!isOf(definition, known)) {
      return Completion.EXPIRED;
    }
    var task = definition.task(known.work().task());
    var standing = runs.task(known.run(), task.name(), Recorded.indexOf(known.work()));
    var startedAt =
        standing.filter(at -> at.attempt() == known.attempt()).map(TaskRecord::startedAt);
    var written = recordOf(definition, record.get(), known, task, answer, startedAt, invocation);
    return switch (runs.record(known.run(), List.of(written)).getFirst()) {
      case RunStore.Recording.Stored _ -> queued(record.get(), known, stored(known, task, written));
      case RunStore.Recording.Refused(var current) -> {
        if (current.attempt() != known.attempt() || isEndedByEngine(current)) {
          yield Completion.EXPIRED;
        }
        yield isSame(current, written)
            ? queued(record.get(), known, current)
            : Completion.OTHER_ANSWER;
      }
    };
  }

  /// Notes a sign of life.
  public Completion heartbeat(String token) {
    var found = find(token);
    if (found.isEmpty()) {
      return Completion.UNKNOWN;
    }
    var known = found.get();
    var record = runs.load(known.run());
    if (record.isEmpty()) {
      return Completion.UNKNOWN;
    }
    var definition = plans.of(record.get());
    if (!isOf(definition, known)) {
      return Completion.EXPIRED;
    }
    var task = definition.task(known.work().task());
    var standing = runs.task(known.run(), task.name(), Recorded.indexOf(known.work()));
    var isOpen =
        standing.isEmpty()
            || (standing.get().attempt() <= known.attempt()
                && !(standing.get().attempt() == known.attempt() && standing.get().hasOutcome()));
    if (!isOpen) {
      return Completion.EXPIRED;
    }
    runs.seen(known.run(), known.hash(), clock.now());
    return Completion.ACCEPTED;
  }

  private Optional<Token> find(String token) {
    return CallbackTokens.runOf(token).flatMap(run -> runs.token(run, CallbackTokens.hash(token)));
  }

  /// Whether the token's task stands at its place in the version that the run goes by. After a
  /// redrive with another version it may not; then the attempt has ended, for a redrive opens only
  /// runs that had.
  private boolean isOf(Definition definition, Token token) {
    var place = token.work().task();
    if (place >= definition.plan().size()) {
      return false;
    }
    var name = definition.task(place).name();
    var made = tokens.tokenOf(token.run(), name, token.work(), token.attempt());
    return CallbackTokens.hash(made).equals(token.hash());
  }

  /// As it stands, with the step that it came after.
  private TaskRecord stored(Token token, TaskDefinition task, TaskRecord written) {
    return runs.task(token.run(), task.name(), Recorded.indexOf(token.work()))
        .filter(standing -> standing.attempt() == written.attempt())
        .orElse(written);
  }

  private Completion queued(RunRecord record, Token token, TaskRecord recorded) {
    var attempt = new Attempt(token.work(), token.attempt(), recorded.step());
    var event = new Event.Answered(record.state().epoch(), attempt, Recorded.outcome(recorded));
    ResultSending.send(results, token.run(), List.of(event));
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

  private TaskRecord recordOf(
      Definition definition,
      RunRecord record,
      Token token,
      TaskDefinition task,
      Answer answer,
      Optional<Instant> startedAt,
      Invocation invocation) {
    var now = clock.now();
    var attempt = Attempt.first(token.work(), token.attempt());
    var content =
        switch (answer) {
          case Answer.Failed(var error, var cause) ->
              new Content.Failed(error.fromOutside(), cause, Optional.empty());
          case Answer.Succeeded(var output) ->
              recording.succeeded(
                  record.run(),
                  task,
                  attempt,
                  scope(definition, record, task, token.work()),
                  output);
        };
    return new TaskRecord(
        task.name(),
        Recorded.indexOf(token.work()),
        token.attempt(),
        0,
        content,
        startedAt.orElse(now),
        startedAt.orElse(now),
        now,
        invocation.id(),
        List.of());
  }

  private Scope scope(Definition definition, RunRecord record, TaskDefinition task, Work work) {
    var references = Beginning.referencesOf(task);
    var reading = runs.read(record.run(), Answers.names(references));
    var scope = scopes.scope(definition, record, references, reading.records());
    return switch (work) {
      case Work.Whole _ -> scope;
      case Work.Instance(_, var index) -> {
        var group = runs.items(record.run(), task.name(), index / RunStore.ITEMS_GROUP);
        yield scope
            .with(task.map().orElseThrow().item(), group.get(index % RunStore.ITEMS_GROUP))
            .with(Root.INDEX, IntNode.valueOf(index));
      }
    };
  }
}
