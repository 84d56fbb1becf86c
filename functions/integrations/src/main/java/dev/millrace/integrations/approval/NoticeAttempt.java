package dev.millrace.integrations.approval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.Attempt;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.definition.expression.Root;
import dev.millrace.engine.connection.Connecting;
import dev.millrace.engine.connection.ConnectionName;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.ChildRuns;
import dev.millrace.engine.kind.Question;
import dev.millrace.engine.limit.Permits;
import dev.millrace.engine.store.Upload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An attempt as the action sees it that sends a notice: with the notice's own arguments.
///
/// @param approval what the notice's expressions read
/// @param place where the notice's arguments stand among those of the attempt
record NoticeAttempt(AttemptContext of, JsonNode arguments, JsonNode approval, String place)
    implements AttemptContext {
  @Override
  public RunId run() {
    return of.run();
  }

  @Override
  public TaskName task() {
    return of.task();
  }

  @Override
  public Attempt attempt() {
    return of.attempt();
  }

  @Override
  public Instant deadline() {
    return of.deadline();
  }

  @Override
  public Instant now() {
    return of.now();
  }

  @Override
  public Optional<JsonNode> note() {
    return Optional.empty();
  }

  @Override
  public String label() {
    return of.label();
  }

  @Override
  public Callback callback() {
    return of.callback();
  }

  @Override
  public List<Link> ask(Question question) {
    return of.ask(question);
  }

  @Override
  public void withdraw() {
    of.withdraw();
  }

  @Override
  public Connecting connect(ConnectionName connection) {
    return of.connect(connection);
  }

  @Override
  public Permits permits() {
    return of.permits();
  }

  @Override
  public ChildRuns children() {
    return of.children();
  }

  @Override
  public Optional<Deferred> deferred(String pointer) {
    return of.deferred(place + pointer).map(deferred -> deferred.with(Root.APPROVAL, approval));
  }

  @Override
  public Upload store(String name) {
    return of.store(name);
  }
}
