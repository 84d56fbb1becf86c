package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.core.Attempt;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.definition.TaskDefinition;
import dev.millrace.definition.expression.Condition;
import dev.millrace.definition.expression.Evaluation;
import dev.millrace.definition.expression.Limits;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Scope;
import dev.millrace.definition.expression.Template;
import dev.millrace.engine.connection.Connecting;
import dev.millrace.engine.connection.ConnectionName;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.ChildRuns;
import dev.millrace.engine.kind.Question;
import dev.millrace.engine.limit.Permits;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.Upload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an action gets to know of its attempt, and what the engine keeps of it until it is over.
final class EngineAttempt implements AttemptContext {
  private final Outside outside;
  private final RunRecord record;
  private final Invocation invocation;
  private final TaskDefinition definition;
  private final Attempt attempt;
  private final JsonNode arguments;
  private final Scope scope;
  private final Instant deadline;
  private final Optional<TaskRecord> before;

  /// @param before the attempt's record from when it parked, if it is resumed
  EngineAttempt(
      Outside outside,
      RunRecord record,
      Invocation invocation,
      TaskDefinition definition,
      Attempt attempt,
      JsonNode arguments,
      Scope scope,
      Instant deadline,
      Optional<TaskRecord> before) {
    this.outside = outside;
    this.record = record;
    this.invocation = invocation;
    this.definition = definition;
    this.attempt = attempt;
    this.arguments = arguments;
    this.scope = scope;
    this.deadline = deadline;
    this.before = before;
  }

  RunRecord record() {
    return record;
  }

  Invocation invocation() {
    return invocation;
  }

  /// Whether it starts and awaits the run of a chunk of a map's items.
  boolean isChunk() {
    return definition.kind() instanceof ChunkRuns;
  }

  TaskDefinition definition() {
    return definition;
  }

  Scope scope() {
    return scope;
  }

  /// When the attempt's time is over, if it has parked before.
  Optional<Instant> timeoutAt() {
    return before.flatMap(TaskRecord::timeoutAt);
  }

  @Override
  public RunId run() {
    return record.run();
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
    return outside.clock().now();
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
      case Work.Instance(_, var index) -> task() + "[" + record.origin().indexOf(index) + "]";
    };
  }

  @Override
  public Callback callback() {
    return outside.callbacks().offer(run(), definition, attempt);
  }

  @Override
  public List<Link> ask(Question question) {
    return outside.questions().ask(record, task(), attempt, question);
  }

  @Override
  public void withdraw() {
    outside.questions().remove(run(), task(), attempt.work(), attempt.number());
  }

  @Override
  public Connecting connect(ConnectionName connection) {
    return outside.connections().connect(connection);
  }

  @Override
  public Permits permits() {
    return outside.permits();
  }

  @Override
  public ChildRuns children() {
    return outside.children().of(record, task(), attempt, invocation);
  }

  @Override
  public Optional<Deferred> deferred(String pointer) {
    return definition.arguments().deferred(pointer).map(template -> later(template, scope));
  }

  private static Deferred later(Template template, Scope scope) {
    return new Deferred() {
      @Override
      public Deferred with(Root root, JsonNode value) {
        return later(template, scope.with(root, value));
      }

      @Override
      public Evaluation value(JsonNode result) {
        return template.evaluate(scope.with(Root.RESULT, result));
      }

      @Override
      public Evaluation address(JsonNode result) {
        return template.evaluate(
            scope.with(Root.RESULT, result), Limits.STANDARD, Template.Insertion.PERCENT_ENCODED);
      }

      @Override
      public Condition condition(JsonNode result) {
        return template.evaluateCondition(scope.with(Root.RESULT, result));
      }
    };
  }

  @Override
  public Upload store(String name) {
    return outside.payloads().upload(Payloads.key(run(), task(), attempt) + "-" + name);
  }
}
