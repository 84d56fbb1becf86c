package dev.millrace.integrations.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.definition.expression.Root;
import dev.millrace.engine.aws.AwsRole;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.arguments.KindSchema;
import dev.millrace.integrations.arguments.Problems;
import dev.millrace.integrations.arguments.Stage;
import dev.millrace.integrations.http.AwsAnswer;
import dev.millrace.integrations.http.AwsApi;
import dev.millrace.integrations.http.Redaction;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `lambda`: invokes a function as the role of tasks, and waits for its payload, or for what it
/// posts to the attempt's callback address, or not at all. Closing it closes its connections.
public final class LambdaKind implements TaskKind, AutoCloseable {
  private static final String REQUEST_ID = "x-amzn-requestid";

  private final AwsApi aws;

  /// @param aws asks Lambda
  public LambdaKind(AwsApi aws) {
    this.aws = aws;
  }

  @Override
  public String name() {
    return "lambda";
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    var problems = new Problems();
    var _ = LambdaArguments.read(arguments, Stage.WRITTEN, problems);
    return problems.all();
  }

  /// What a function does nobody here knows, so it is not run twice without being told so.
  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(
        LambdaArguments.awaitsCallback(arguments), LambdaArguments.isIdempotent(arguments));
  }

  @Override
  public Set<Root> extraRoots(JsonNode arguments) {
    return LambdaArguments.awaitsCallback(arguments) ? Set.of(Root.CALLBACK) : Set.of();
  }

  @Override
  public JsonNode schema() {
    return KindSchema.beside(LambdaKind.class, name());
  }

  @Override
  public Execution execute(AttemptContext attempt) throws InterruptedException {
    var problems = new Problems();
    var invocation = LambdaArguments.read(attempt.arguments(), Stage.EVALUATED, problems);
    return invocation.isEmpty() ? problems.failure() : invoke(invocation.get(), attempt);
  }

  private Execution invoke(Invocation invocation, AttemptContext attempt)
      throws InterruptedException {
    var became =
        switch (aws.ask(invocation.call(attempt), new AwsRole.OfTasks(), attempt)) {
          case AwsApi.Asking.Failed(var failure) -> failure;
          case AwsApi.Asking.Answered(var answer) -> read(invocation, answer);
        };
    return LambdaArguments.awaitsCallback(attempt.arguments())
        ? Redaction.ofCallback(attempt).in(became)
        : became;
  }

  private static Execution read(Invocation invocation, AwsAnswer answer) {
    var reading = new LambdaAnswer(invocation.function(), answer);
    if (!answer.isSuccess()) {
      return reading.refused();
    }
    return switch (invocation.mode()) {
      case Mode.Wait _ -> reading.ended();
      case Mode.Async(var ending) ->
          switch (ending) {
            case ACCEPTED -> new Execution.Done(accepted(answer));
            case CALLBACK -> new Execution.Parked(accepted(answer), Optional.empty());
          };
    };
  }

  /// By its request's id people find an invocation in the function's log.
  private static JsonNode accepted(AwsAnswer answer) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("requestId", answer.header(REQUEST_ID).orElse(null));
  }

  @Override
  public void close() {
    aws.close();
  }
}
