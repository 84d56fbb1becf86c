package dev.millrace.integrations.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.http.AwsAnswer;
import dev.millrace.integrations.http.AwsApi;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Makes an outcome of what Lambda has answered.
record LambdaAnswer(FunctionName function, AwsAnswer answer) {
  /// Says that the function itself failed; the status then is that of a success.
  private static final String FUNCTION_ERROR = "x-amz-function-error";

  private static final String VERSION = "x-amz-executed-version";
  private static final String LOG = "x-amz-log-result";
  private static final String REQUEST_ID = "x-amzn-requestid";

  private static final String ACCESS_DENIED = "AccessDeniedException";
  private static final int SERVER_FAULT = 500;

  /// Characters of a function's message, and of the end of its log, that a failure shows.
  private static final int SHOWN = 1_000;

  /// The service did not invoke the function, or does not say.
  Execution.Failed refused() {
    var code = answer.errorCode().orElse(Integer.toString(answer.status()));
    var mend =
        AwsApi.isSpent(code)
            ? " The keys that signed are over: log in anew."
            : code.equals(ACCESS_DENIED) ? " Whoever signs needs lambda:InvokeFunction on it." : "";
    var what = answer.status() < SERVER_FAULT ? "was not invoked" : "may not have been invoked";
    return answer.failed(
        LambdaErrors.ofService(code),
        "%s %s: %s (status %d): %s%s"
            .formatted(
                function, what, code, answer.status(), beginning(answer.errorMessage()), mend),
        answer.retryAfter());
  }

  /// The function was invoked and waited for.
  Execution ended() {
    var failed = answer.header(FUNCTION_ERROR);
    var payload = answer.json();
    if (failed.isPresent()) {
      return failed(failed.get(), payload.orElse(MissingNode.getInstance()));
    }
    if (payload.isEmpty()) {
      return answer.failed(
          LambdaErrors.BAD_PAYLOAD,
          "%s gave what is not JSON%s: %s"
              .formatted(function, where(), beginning(answer.errorMessage())),
          Optional.empty());
    }
    return new Execution.Done(payload.get());
  }

  private Execution.Failed failed(String how, JsonNode error) {
    var type = error.path("errorType").asText("");
    var cause = new StringBuilder();
    cause.append(function).append(" failed (").append(how).append(')').append(where());
    cause.append(": ");
    if (!type.isBlank()) {
      cause.append(beginning(type)).append(": ");
    }
    cause.append(beginning(answer.errorMessage()));
    answer
        .header(LOG)
        .flatMap(LambdaAnswer::decoded)
        .ifPresent(log -> cause.append("\nIts log ends:\n").append(end(log)));
    return answer.failed(LambdaErrors.ofFunction(type), cause.toString(), Optional.empty());
  }

  /// By version and request people find the invocation in the function's log.
  private String where() {
    var version = answer.header(VERSION).map(name -> ", version " + name).orElse("");
    return answer.header(REQUEST_ID).map(id -> version + ", request " + id).orElse(version);
  }

  private static Optional<String> decoded(String log) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(log), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // a failure without it says enough
    }
  }

  private static String beginning(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  private static String end(String log) {
    var text = log.strip();
    return text.length() <= SHOWN ? text : "…" + text.substring(text.length() - SHOWN);
  }
}
