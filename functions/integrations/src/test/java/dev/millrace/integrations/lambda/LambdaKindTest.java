package dev.millrace.integrations.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.Work;
import dev.millrace.definition.ActionKind.Traits;
import dev.millrace.definition.DagReader;
import dev.millrace.definition.Reading;
import dev.millrace.definition.expression.Root;
import dev.millrace.engine.aws.AwsCredentials;
import dev.millrace.engine.aws.AwsErrors;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.TaskKindContract;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.TestAttempt;
import dev.millrace.integrations.http.HttpSettings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a task may ask of a function, and how it is asked.
class LambdaKindTest extends TaskKindContract {
  private static final String ARN = "arn:aws:lambda:us-west-2:111122223333:function:report";

  private final FakeLambda lambda = new FakeLambda();

  @BeforeEach
  void serve() {
    lambda.giving("report", "{\"rows\": 3}");
    lambda.answering("mail", 202, Map.of("x-amzn-RequestId", "3f1c-request"), "");
    lambda.answering(
        "gone",
        404,
        Map.of("x-amzn-ErrorType", "ResourceNotFoundException"),
        "{\"Message\": \"no\"}");
  }

  @AfterEach
  void close() {
    lambda.close();
  }

  @Override
  protected TaskKind kind() {
    return lambda.kind;
  }

  @Override
  protected List<String> right() {
    return List.of(
        "{\"function\": \"report\"}",
        "{\"function\": \"report:live\", \"payload\": null}",
        "{\"function\": \"report\", \"qualifier\": \"$LATEST\", \"payload\": [1, \"a\"]}",
        "{\"function\": \"" + ARN + ":7\", \"mode\": \"wait\", \"log\": true}",
        "{\"function\": \"111122223333:function:report\", \"idempotencyKey\": true}",
        "{\"function\": \"${ input.function }\", \"qualifier\": \"${ input.alias }\", \"payload\": \"${ input }\"}",
        "{\"function\": \"mail\", \"mode\": \"async\", \"payload\": {\"to\": \"ana@example.com\"}}",
        "{\"function\": \"mail\", \"mode\": \"async\", \"callback\": true, \"payload\": {\"notify\": \"${ callback.url }\"}}");
  }

  @Override
  protected List<String> wrong() {
    return List.of(
        "null",
        "\"report\"",
        "{}",
        "{\"function\": 7}",
        "{\"function\": \"a report\"}",
        "{\"function\": \"report:\"}",
        "{\"function\": \"arn:aws:sqs:us-west-2:111122223333:report\"}",
        "{\"function\": \"report\", \"qualifier\": \"a b\"}",
        "{\"function\": \"report\", \"mode\": \"later\"}",
        "{\"function\": \"report\", \"mode\": \"${ input.mode }\"}",
        "{\"function\": \"report\", \"mode\": \"async\", \"callback\": \"${ true }\"}",
        "{\"function\": \"report\", \"idempotencyKey\": \"${ true }\"}",
        "{\"function\": \"report\", \"log\": \"yes\"}");
  }

  @Override
  protected List<String> wrongBeyondSchema() {
    return List.of(
        "{\"function\": \"report:live\", \"qualifier\": \"7\"}",
        // Else a document could make it call elsewhere.
        "{\"function\": \"arn:aws:lambda:evil-x:111122223333:function:report\"}",
        "{\"function\": \"report\", \"callback\": true}",
        "{\"function\": \"report\", \"mode\": \"async\", \"callback\": true, \"payload\": {}}",
        "{\"function\": \"report\", \"mode\": \"async\", \"idempotencyKey\": true}",
        "{\"function\": \"report\", \"mode\": \"async\", \"log\": true}");
  }

  @Override
  protected List<String> runnable() {
    return List.of(
        "{\"function\": \"report\", \"payload\": {\"day\": \"2026-11-23\"}}",
        "{\"function\": \"gone\"}",
        "{\"function\": \"mail\", \"mode\": \"async\"}",
        "{\"function\": \"mail\", \"mode\": \"async\", \"callback\": true, \"payload\": {\"notify\": \""
            + TestAttempt.URL
            + "\"}}");
  }

  @Test
  void the_result_is_the_payload_of_the_function() {
    assertThat(execute("{\"function\": \"report\"}"))
        .isEqualTo(new Execution.Done(TestAttempt.json("{\"rows\": 3}")));
  }

  @Test
  void the_request_is_signed_by_the_host_and_names_what_is_wanted() {
    execute(
        "{\"function\": \"report:live\", \"payload\": {\"day\": \"2026-11-23\"}, \"log\": true}");

    var sent = lambda.server.onlyRequest();
    assertThat(sent.method()).isEqualTo("POST");
    assertThat(sent.target()).isEqualTo("/2015-03-31/functions/report/invocations?Qualifier=live");
    assertThat(sent.body()).isEqualTo("{\"day\":\"2026-11-23\"}");
    assertThat(sent.headers())
        .containsEntry("x-amz-invocation-type", "RequestResponse")
        .containsEntry("x-amz-log-type", "Tail")
        .containsEntry("content-type", "application/json")
        .doesNotContainKeys("x-amz-client-context", "x-amz-security-token", "millrace-run");
    assertThat(sent.header("authorization").orElseThrow())
        .startsWith(
            "AWS4-HMAC-SHA256 Credential=AKIDHOST/20261123/eu-central-1/lambda/aws4_request, "
                + "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;"
                + "x-amz-invocation-type;x-amz-log-type, Signature=");
  }

  @Test
  void an_arn_is_asked_for_in_its_own_region() {
    lambda.giving(ARN, "1");

    execute("{\"function\": \"" + ARN + "\", \"qualifier\": \"7\"}");

    var sent = lambda.server.onlyRequest();
    assertThat(sent.target())
        .isEqualTo("/2015-03-31/functions/" + ARN.replace(":", "%3A") + "/invocations?Qualifier=7");
    assertThat(sent.header("authorization").orElseThrow()).contains("/us-west-2/lambda/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'' | {}", "',\"payload\": null' | null", "',\"payload\": 1.50' | 1.5"})
  void any_value_is_a_payload(String argument, String sent) {
    execute("{\"function\": \"report\"" + argument + "}");

    assertThat(lambda.server.onlyRequest().body()).isEqualTo(sent);
  }

  @Test
  void a_key_stays_the_same_over_all_retries_and_makes_the_task_idempotent() {
    var arguments = TestAttempt.json("{\"function\": \"report\", \"idempotencyKey\": true}");
    var first = TestAttempt.with(arguments);

    lambda.execute(first);
    lambda.execute(first.of(Attempt.first(Work.of(0), 2)));

    assertThat(lambda.server.requests())
        .extracting(request -> decoded(request.header("x-amz-client-context").orElseThrow()))
        .containsOnly("{\"custom\":{\"idempotencyKey\":\"086693e36939980a6714b1aa145ffc20\"}}");
    assertThat(kind().traits(arguments)).isEqualTo(new Traits(false, true));
  }

  @Test
  void without_being_waited_for_it_is_done_once_it_is_accepted() {
    var done =
        execute("{\"function\": \"mail\", \"mode\": \"async\", \"payload\": {\"to\": \"ana\"}}");

    assertThat(done)
        .isEqualTo(new Execution.Done(TestAttempt.json("{\"requestId\": \"3f1c-request\"}")));
    assertThat(lambda.server.onlyRequest().headers())
        .containsEntry("x-amz-invocation-type", "Event");
  }

  @Test
  void a_function_that_calls_back_is_told_where_and_its_task_parks() {
    var arguments =
        "{\"function\": \"mail\", \"mode\": \"async\", \"callback\": true, \"payload\": \"%s\"}"
            .formatted(TestAttempt.URL);

    assertThat(execute(arguments))
        .isEqualTo(
            new Execution.Parked(
                TestAttempt.json("{\"requestId\": \"3f1c-request\"}"), Optional.empty()));
    assertThat(lambda.server.onlyRequest().body()).contains(TestAttempt.URL);
    assertThat(kind().traits(TestAttempt.json(arguments))).isEqualTo(new Traits(true, false));
    assertThat(kind().extraRoots(TestAttempt.json(arguments))).containsExactly(Root.CALLBACK);
  }

  @Test
  void only_a_function_that_calls_back_may_read_where() {
    var reading =
        new DagReader(TaskKinds.standard(HttpSettings.cloud()))
            .read(
                "a.yaml",
                """
                dag: a
                tasks:
                  mail: {lambda: {function: mail, mode: async, payload: "${ callback.url }"}}
                """);

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Refused.class,
            refused ->
                assertThat(refused.problems().toString())
                    .contains("Only actions that wait for a callback can read callback."));
  }

  @Test
  void a_payload_that_lambda_would_not_take_is_not_sent() {
    var large = "x".repeat(LambdaArguments.ASYNC_PAYLOAD_MAX_BYTES - 1);

    assertThat(
            execute(
                "{\"function\": \"mail\", \"mode\": \"async\", \"payload\": \"" + large + "\"}"))
        .isEqualTo(
            Execution.Failed.of(
                ErrorName.ARGUMENTS_INVALID,
                "\"payload\" has 1,048,577 bytes as JSON; Lambda takes at most 1MB here. Keep the"
                    + " value where the function can read it, such as in S3, and send a"
                    + " reference."));
    assertThat(lambda.server.requests()).isEmpty();
    assertThat(execute("{\"function\": \"report\", \"payload\": \"" + large + "\"}"))
        .isInstanceOf(Execution.Done.class);
  }

  @Test
  void a_host_without_credentials_says_what_to_do() {
    try (var nobody = new FakeLambda(AwsCredentials.none("there are none. Log in."))) {
      assertThat(
              nobody.execute(
                  TestAttempt.with(
                      "{\"function\": \"arn:aws:lambda:us-west-2:111122223333:function:a\"}")))
          .isEqualTo(Execution.Failed.of(AwsErrors.NOT_CONFIGURED, "there are none. Log in."));
      assertThat(nobody.server.requests()).isEmpty();
    }
  }

  private Execution execute(String arguments) {
    return lambda.execute(TestAttempt.with(arguments));
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
