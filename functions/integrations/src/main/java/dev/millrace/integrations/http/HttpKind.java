package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.definition.expression.Root;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.arguments.KindSchema;
import dev.millrace.integrations.arguments.Problems;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// `http`: sends one request and gives the answer. Closing it closes its connections.
public final class HttpKind implements TaskKind, AutoCloseable {
  private final LazyTransport transport;
  private final AwsApi aws;
  private final Tokens tokens = new Tokens();

  /// Of a host that has nothing to do with AWS.
  ///
  /// @param settings what the host allows
  public HttpKind(HttpSettings settings) {
    this(settings, new AwsApi(AwsSettings.none(), settings));
  }

  /// @param settings what the host allows
  /// @param aws gives the keys of roles
  public HttpKind(HttpSettings settings, AwsApi aws) {
    this(() -> HttpTransport.standard(settings), aws);
  }

  HttpKind(Supplier<HttpTransport> opening, AwsApi aws) {
    this.transport = new LazyTransport(opening);
    this.aws = aws;
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    return HttpArguments.check(arguments);
  }

  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(HttpArguments.parks(arguments), HttpArguments.isIdempotent(arguments));
  }

  @Override
  public Set<String> deferredArguments() {
    return SequelArguments.DEFERRED;
  }

  @Override
  public Set<Root> extraRoots(JsonNode arguments) {
    return HttpArguments.awaitsCallback(arguments) ? Set.of(Root.CALLBACK) : Set.of();
  }

  @Override
  public Set<String> addressKeys() {
    return HttpArguments.ADDRESS_KEYS;
  }

  @Override
  public JsonNode schema() {
    return KindSchema.beside(HttpKind.class, name());
  }

  @Override
  public Execution execute(AttemptContext attempt) throws InterruptedException {
    return with(attempt, HttpKind::begin);
  }

  /// What an attempt does with its request.
  private interface Course {
    Execution take(HttpCall call, Requests requests) throws InterruptedException;
  }

  /// With what the connection gives, and without any of its secrets in what becomes of it.
  private Execution with(AttemptContext attempt, Course course) throws InterruptedException {
    return switch (Access.of(attempt)) {
      case Access.Asking.Refused(var failure) -> failure;
      case Access.Asking.Granted(var access) -> {
        var problems = new Problems();
        var call = HttpArguments.read(attempt.arguments(), access, problems);
        yield access
            .redaction()
            .in(
                call.isEmpty()
                    ? problems.failure()
                    : course.take(call.get(), new Requests(transport.get(), tokens, aws, attempt)));
      }
    };
  }

  private static Execution begin(HttpCall call, Requests requests) throws InterruptedException {
    return switch (call.sequel()) {
      case Sequel.None _ -> done(requests.send(call));
      case Sequel.Pages pages -> new PageWalk(requests, pages).walk(call);
      case Sequel.Poll poll -> new Polling(requests, poll).begin(call);
      case Sequel.Callback _ -> awaiting(requests.send(call), requests.attempt());
    };
  }

  /// Polls, or begins after it was postponed; nothing else parks with a time to wake up at.
  @Override
  public Execution resume(AttemptContext attempt) throws InterruptedException {
    if (attempt.note().orElseThrow().isNull()) {
      return execute(attempt); // it was postponed before its first request
    }
    return with(
        attempt,
        (call, requests) ->
            switch (call.sequel()) {
              case Sequel.Poll poll -> new Polling(requests, poll).resume(call);
              case Sequel.None _, Sequel.Pages _, Sequel.Callback _ ->
                  TaskKind.super.resume(attempt);
            });
  }

  private static Execution done(Exchanged exchanged) {
    return switch (exchanged) {
      case Exchanged.Answered(_, var result) -> new Execution.Done(result);
      case Exchanged.Unanswered(var failure) -> failure;
      case Exchanged.Postponed(var until) -> postponed(until);
    };
  }

  static Execution postponed(Instant until) {
    return new Execution.Postponed(NullNode.getInstance(), until);
  }

  /// An accepted request parks until somebody posts the outcome, which may have come already.
  private static Execution awaiting(Exchanged exchanged, AttemptContext attempt) {
    return switch (exchanged) {
      case Exchanged.Answered(_, var result) ->
          new Execution.Parked(
              JsonNodeFactory.instance.objectNode().put("status", result.path("status").intValue()),
              Optional.empty());
      case Exchanged.Unanswered(var failure) -> Redaction.ofCallback(attempt).in(failure);
      case Exchanged.Postponed(var until) -> postponed(until);
    };
  }

  /// The body, which is what nearly every task wants.
  @Override
  public JsonNode defaultOutput(JsonNode result) {
    return result.path("body");
  }

  /// Closes all connections, those in use too. A later request opens new ones.
  @Override
  public void close() {
    transport.close();
    aws.close();
  }
}
