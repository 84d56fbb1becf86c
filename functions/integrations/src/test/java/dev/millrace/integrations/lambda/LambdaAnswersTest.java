package dev.millrace.integrations.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.plan.AfterFailure;
import dev.millrace.core.plan.Retries;
import dev.millrace.core.plan.RetryTally;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import dev.millrace.integrations.TestCredentials;
import dev.millrace.integrations.http.RecordingServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of each answer that Lambda's API can give ("Invoke", Errors, in its reference).
class LambdaAnswersTest {
  private final FakeLambda lambda = new FakeLambda();

  @AfterEach
  void close() {
    lambda.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | null",
        "\"text\" | \"text\"",
        "[1, 2.25, 12345678901234567890] | [1,2.25,12345678901234567890]",
      })
  void whatever_json_a_function_gives_is_the_result(String payload, String result) {
    lambda.giving("f", payload);

    assertThat(((Execution.Done) execute()).result().toString()).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Unhandled | {\"errorMessage\": \"no day\", \"errorType\": \"ValueError\", \"stackTrace\": [\"x\"]} | Lambda.ValueError | ValueError: no day",
        "Handled | {\"errorMessage\": \"no day\", \"errorType\": \"java.lang.IllegalStateException\"} | Lambda.java.lang.IllegalStateException | java.lang.IllegalStateException: no day",
        "Unhandled | {\"errorMessage\": \"no day\", \"errorType\": \"Function<MyError>\"} | Lambda.Function_MyError | Function<MyError>: no day",
        "Unhandled | {\"errorMessage\": \"boom\", \"errorType\": \"*errors.errorString\"} | Lambda.errors.errorString | *errors.errorString: boom",
        "Unhandled | {\"errorType\": \"Sandbox.Timedout\", \"errorMessage\": \"RequestId: 1 Error: Task timed out after 3.00 seconds\"} | Lambda.Sandbox.Timedout | Task timed out",
        "Unhandled | {\"errorMessage\": \"Task timed out after 3.00 seconds\"} | Lambda.FunctionError | Task timed out",
        "Unhandled | {\"errorType\": \"<>\", \"errorMessage\": \"odd\"} | Lambda.FunctionError | odd",
        "Unhandled | \"just text\" | Lambda.FunctionError | just text",
      })
  void the_error_of_a_function_is_named_as_the_function_names_it(
      String how, String payload, String error, String cause) {
    lambda.answering(
        "f",
        200,
        Map.of(
            "X-Amz-Function-Error", how,
            "X-Amz-Executed-Version", "7",
            "x-amzn-RequestId", "3f1c"),
        payload);

    var failed = (Execution.Failed) execute();

    assertThat(failed.error().text()).isEqualTo(error);
    assertThat(failed.cause())
        .startsWith("f failed (" + how + "), version 7, request 3f1c: ")
        .contains(cause);
    assertThat(isRetried(failed)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | InvalidRequestContentException | no",
        "400 | RecursiveInvocationException | no",
        "403 | AccessDeniedException | no",
        "404 | ResourceNotFoundException | no",
        "409 | ResourceConflictException | no",
        "409 | SnapStartNotReadyException | yes",
        "413 | RequestTooLargeException | no",
        "415 | UnsupportedMediaTypeException | no",
        "429 | TooManyRequestsException | yes",
        "500 | ServiceException | no",
        "502 | EC2ThrottledException | yes",
        "502 | ResourceNotReadyException | yes",
        "502 | KMSDisabledException | no",
        "503 | ServiceUnavailableException | yes",
      })
  void an_error_of_the_service_has_its_code_and_what_passes_is_retried(
      int status, String code, String retried) {
    lambda.answering(
        "f",
        status,
        Map.of("x-amzn-ErrorType", code + ":http://internal.amazon.com/coral/"),
        "{\"Type\": \"User\", \"Message\": \"so it is\"}");

    var failed = (Execution.Failed) execute();

    assertThat(failed.error().text()).isEqualTo("Aws.Lambda." + code);
    assertThat(failed.cause())
        .startsWith(status < 500 ? "f was not invoked: " : "f may not have been invoked: ")
        .contains("%s (status %d): so it is".formatted(code, status));
    assertThat(isRetried(failed)).isEqualTo(retried.equals("yes"));
  }

  @Test
  void a_fault_of_the_service_is_retried_when_the_function_may_run_twice() {
    lambda.answering("f", 500, Map.of("x-amzn-ErrorType", "ServiceException"), "{}");

    var failed = (Execution.Failed) execute();

    assertThat(after(failed, Retries.defaults(true))).isInstanceOf(AfterFailure.RetryAt.class);
  }

  @Test
  void a_throttled_function_is_retried_when_lambda_says() {
    lambda.answering(
        "f",
        429,
        Map.of("x-amzn-ErrorType", "TooManyRequestsException", "Retry-After", "7"),
        "{\"Reason\": \"ReservedFunctionConcurrentInvocationLimitExceeded\", \"message\": \"Rate"
            + " Exceeded.\"}");

    var failed = (Execution.Failed) execute();

    assertThat(failed.retryAfter()).hasValue(Duration.ofSeconds(7));
    assertThat(failed.cause()).endsWith("TooManyRequestsException (status 429): Rate Exceeded.");
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, Whoever signs needs lambda:InvokeFunction on it.",
    "ExpiredTokenException, The keys that signed are over: log in anew.",
    "UnrecognizedClientException, The keys that signed are over: log in anew.",
    "InvalidSignatureException, so it is",
  })
  void whom_lambda_refuses_is_told_what_to_do(String code, String mend) {
    lambda.answering("f", 403, Map.of("x-amzn-ErrorType", code), "{\"Message\": \"so it is\"}");

    assertThat(((Execution.Failed) execute()).cause()).endsWith(mend);
  }

  @Test
  void an_error_without_a_code_has_its_status() {
    lambda.answering("f", 502, Map.of(), "<html>Bad Gateway</html>");

    var failed = (Execution.Failed) execute();

    assertThat(failed.error().text()).isEqualTo("Aws.Lambda.502");
    assertThat(failed.cause()).contains("<html>Bad Gateway</html>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{\"rows\": ", ""})
  void what_is_not_json_is_no_result(String payload) {
    lambda.giving("f", payload);

    var failed = (Execution.Failed) execute();

    assertThat(failed.error()).isEqualTo(LambdaErrors.BAD_PAYLOAD);
    assertThat(failed.cause())
        .startsWith("f gave what is not JSON, version 7, request 3f1c-request: ")
        .endsWith(payload.strip());
  }

  @Test
  void a_failure_shows_the_end_of_the_log_when_it_was_asked_for() {
    var log = "START\n" + "x".repeat(4_000) + "\nlast words\n";
    lambda.answering(
        "f",
        200,
        Map.of(
            "X-Amz-Function-Error",
            "Unhandled",
            "X-Amz-Log-Result",
            Base64.getEncoder().encodeToString(log.getBytes(StandardCharsets.UTF_8))),
        "{\"errorType\": \"E\", \"errorMessage\": \"m\"}");

    var failed = (Execution.Failed) execute();

    assertThat(failed.cause())
        .startsWith("f failed (Unhandled): E: m\nIts log ends:\n…x")
        .endsWith("xx\nlast words");
  }

  @Test
  void a_connection_that_breaks_may_have_invoked_the_function() {
    lambda.server.on(
        FakeLambda.INVOCATIONS,
        (exchange, _) -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write('{');
        });

    var failed = (Execution.Failed) execute();

    assertThat(failed.error().text()).isEqualTo("Http.ConnectionLost");
    assertThat(isRetried(failed)).isFalse();
  }

  @Test
  void a_lambda_that_nobody_can_reach_is_asked_again() {
    lambda.server.close();

    var failed = (Execution.Failed) execute();

    assertThat(failed.error().text()).isEqualTo("Http.ConnectionFailed");
    assertThat(isRetried(failed)).isTrue();
  }

  @Test
  void a_redirect_is_not_followed() {
    lambda.answering("f", 307, Map.of("Location", lambda.server.url("/elsewhere")), "");

    assertThat(((Execution.Failed) execute()).error().text()).isEqualTo("Aws.Lambda.307");
    assertThat(lambda.server.requests()).hasSize(1);
  }

  @Test
  void neither_the_key_of_the_host_nor_a_token_gets_into_a_failure() {
    lambda.server.on(
        FakeLambda.INVOCATIONS,
        (exchange, request) ->
            RecordingServer.send(
                exchange,
                400,
                "application/json",
                "{\"message\": \"%s %s\"}"
                    .formatted(TestCredentials.SECRET, request.body().replace("\"", "'"))));

    var failed = (Execution.Failed) executeWithCallback();

    assertThat(failed.cause())
        .contains("*** {'to':'https://millrace.example/callbacks/***'}")
        .doesNotContain(TestCredentials.SECRET)
        .doesNotContain(TestAttempt.TOKEN);
  }

  @Test
  void not_even_the_beginning_of_a_token_gets_into_a_failure_that_is_cut() {
    var token = TestAttempt.TOKEN;
    lambda.answering(
        "f",
        400,
        Map.of("x-amzn-ErrorType", "X"),
        "{\"message\": \"%s%s\"}".formatted("x".repeat(1_000 - token.length() + 1), token));

    var failed = (Execution.Failed) executeWithCallback();

    assertThat(failed.cause())
        .contains("***")
        .doesNotContain(token.substring(0, token.length() / 2));
  }

  private Execution executeWithCallback() {
    return lambda.execute(
        TestAttempt.with(
            "{\"function\": \"f\", \"mode\": \"async\", \"callback\": true, \"payload\": {\"to\": \"%s\"}}"
                .formatted(TestAttempt.URL)));
  }

  private Execution execute() {
    return lambda.execute(TestAttempt.with("{\"function\": \"f\"}"));
  }

  private static boolean isRetried(Execution.Failed failed) {
    return after(failed, Retries.defaults(false)) instanceof AfterFailure.RetryAt;
  }

  private static AfterFailure after(Execution.Failed failed, Retries retries) {
    return retries.after(
        failed.error(),
        RetryTally.startedAt(TestAttempt.NOW),
        Optional.empty(),
        TestAttempt.NOW,
        0.5);
  }
}
