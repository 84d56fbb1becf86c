package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.core.Attempt;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.definition.TaskDefinition;
import dev.millrace.definition.expression.Scope;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.Token;
import java.time.Instant;
import java.util.Optional;

/// What an action gets to know of its attempt, and what the engine keeps of it until it is over.
final class EngineAttempt implements AttemptContext {
  private final RunStore runs;
  private final CallbackTokens tokens;
  private final Clock clock;
  private final RunId run;
  private final TaskDefinition definition;
  private final Attempt attempt;
  private final JsonNode arguments;
  private final Scope scope;
  private final Instant deadline;
  private final Optional<TaskRecord> before;

  /// @param before the attempt's record from when it parked, if it is resumed
  EngineAttempt(
      RunStore runs,
      CallbackTokens tokens,
      Clock clock,
      RunId run,
      TaskDefinition definition,
      Attempt attempt,
      JsonNode arguments,
      Scope scope,
      Instant deadline,
      Optional<TaskRecord> before) {
    this.runs = runs;
    this.tokens = tokens;
    this.clock = clock;
    this.run = run;
    this.definition = definition;
    this.attempt = attempt;
    this.arguments = arguments;
    this.scope = scope;
    this.deadline = deadline;
    this.before = before;
  }

  TaskDefinition definition() {
    return definition;
  }

  Scope scope() {
    return scope;
  }

  /// When the attempt's action started first, if it has parked since.
  Optional<Instant> attemptStartedAt() {
    return before.map(TaskRecord::startedAt);
  }

  @Override
  public RunId run() {
    return run;
  }

  @Override
  public TaskName task() {
    return definition.name();
  }

  @Override
  public Attempt attempt() {
    return attempt;
  }

  @Override
  public JsonNode arguments() {
    return arguments;
  }

  @Override
  public Instant deadline() {
    return deadline;
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public Optional<JsonNode> note() {
    return before
        .map(TaskRecord::content)
        .map(
            content ->
                content instanceof TaskRecord.Content.Parked parked
                    ? parked.note()
                    : NullNode.getInstance());
  }

  @Override
  public String label() {
    return switch (attempt.work()) {
      case Work.Whole _ -> task().text();
      case Work.Instance(_, var index) -> task() + "[" + index + "]";
    };
  }

  @Override
  public Callback callback() {
    var token = tokens.tokenOf(run, task(), attempt.work(), attempt.number());
    runs.putToken(
        new Token(
            run,
            CallbackTokens.hash(token),
            attempt.work(),
            attempt.number(),
            definition.heartbeat(),
            clock.now()));
    return new Callback(tokens.urlOf(token), token);
  }
}
