package dev.millrace.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.api.HttpProblem.Kind;
import dev.millrace.core.ErrorName;
import dev.millrace.engine.CompleteCallback;
import dev.millrace.engine.CompleteCallback.Completion;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Calls by which others end parked attempts. Whoever knows a token may: it is never told or
/// logged.
final class CallbackRoutes {
  /// What an attempt failed with when whoever answered gave no name.
  private static final ErrorName UNNAMED = new ErrorName("Callback.Failed");

  private final Api api;

  CallbackRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/callbacks/{token}", this::complete),
        Route.post("/callbacks/{token}/heartbeat", this::heartbeat));
  }

  private enum Status {
    SUCCEEDED,
    FAILED
  }

  private Answer complete(Request request) throws IOException {
    request.query().done();
    var answer = answer(Fields.of(request.body(), "status", "output", "error", "cause"));
    return said(
        api.engine()
            .completeCallback()
            .complete(request.path("token"), answer, request.invocation()));
  }

  private static CompleteCallback.Answer answer(Fields fields) {
    var status = fields.read("status", CallbackRoutes::status, "\"succeeded\" or \"failed\"");
    var error =
        fields.read("error", CallbackRoutes::errorName, "an error name such as Shipping.Late");
    var cause = fields.text("cause");
    if (!fields.has("status")) {
      fields.wrong("status", "status is missing", "Send \"succeeded\" or \"failed\".");
    } else if (status.isPresent()) {
      switch (status.get()) {
        case SUCCEEDED -> {
          refuse(fields, "error", "succeeded");
          refuse(fields, "cause", "succeeded");
        }
        case FAILED -> refuse(fields, "output", "failed");
      }
    }
    fields.done();
    return status.orElseThrow() == Status.SUCCEEDED
        ? new CompleteCallback.Answer.Succeeded(
            fields.any("output").orElseGet(NullNode::getInstance))
        : new CompleteCallback.Answer.Failed(error.orElse(UNNAMED), cause.orElse(""));
  }

  private static void refuse(Fields fields, String name, String status) {
    if (fields.has(name)) {
      fields.wrong(
          name, "%s does not go with status \"%s\"".formatted(name, status), "Leave one out.");
    }
  }

  private static Optional<Status> status(JsonNode value) {
    return switch (value.asText()) {
      case "succeeded" -> Optional.of(Status.SUCCEEDED);
      case "failed" -> Optional.of(Status.FAILED);
      default -> Optional.empty();
    };
  }

  private static Optional<ErrorName> errorName(JsonNode value) {
    return value.isTextual() && ErrorName.isValid(value.textValue())
        ? Optional.of(new ErrorName(value.textValue()))
        : Optional.empty();
  }

  private Answer heartbeat(Request request) throws IOException {
    request.query().done();
    Fields.of(request.body()).done();
    return said(api.engine().completeCallback().heartbeat(request.path("token")));
  }

  private static Answer said(Completion completion) {
    return switch (completion) {
      case ACCEPTED -> Answer.ok(JsonNodeFactory.instance.objectNode().put("status", "accepted"));
      case UNKNOWN -> throw new RefusedException(HttpProblem.notFound("no attempt has this token"));
      case EXPIRED ->
          throw new RefusedException(
              Kind.GONE, "the attempt of this token ended without an answer, or was made again");
      case OTHER_ANSWER ->
          throw new RefusedException(
              Kind.CONFLICT, "the attempt of this token was answered before, in another way");
    };
  }
}
