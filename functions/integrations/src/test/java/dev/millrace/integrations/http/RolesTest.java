package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import dev.millrace.engine.aws.AwsCredentials;
import dev.millrace.engine.aws.AwsErrors;
import dev.millrace.engine.aws.AwsRole;
import dev.millrace.integrations.TestAttempt;
import dev.millrace.integrations.TestCredentials;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// As whom requests to AWS are signed: roles taken, kept, renewed.
class RolesTest {
  static final String TASK = "arn:aws:iam::111122223333:role/task";
  private static final String OTHER = "arn:aws:iam::111122223333:role/team/orders";
  private static final AwsCall CALL =
      new AwsCall(
          "lambda",
          Optional.empty(),
          "/2015-03-31/functions/f/invocations",
          Map.of(),
          Map.of(),
          JsonNodeFactory.instance.objectNode(),
          1_000);

  private final TestCredentials host = TestCredentials.ofHost();
  private final AtomicInteger given = new AtomicInteger();
  private Duration life = Duration.ofHours(1);
  private final RecordingServer sts =
      RecordingServer.started().on("/", (exchange, _) -> give(exchange));
  private final RecordingServer lambda =
      RecordingServer.started().on("/", 200, "application/json", "{}");
  private final ManualAlarms alarms = new ManualAlarms();
  private AwsApi aws = acting(host, Optional.of(TASK));

  @AfterEach
  void close() {
    aws.close();
    sts.close();
    lambda.close();
  }

  @Test
  void a_task_acts_as_the_role_of_tasks_and_never_as_the_host() {
    ask(TestAttempt.NOW);

    var asked = sts.onlyRequest();
    assertThat(asked.body())
        .isEqualTo(
            "Action=AssumeRole&Version=2011-06-15"
                + "&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Ftask&RoleSessionName=prod");
    assertThat(asked.header("authorization").orElseThrow())
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIDHOST/20261123/eu-central-1/sts/aws4_request");
    assertThat(asked.headers()).doesNotContainKeys("x-amz-security-token", "millrace-run");
    var sent = lambda.onlyRequest();
    assertThat(sent.header("authorization").orElseThrow()).contains("Credential=ASIA1/");
    assertThat(sent.header("x-amz-security-token")).hasValue("session-1");
  }

  @Test
  void a_host_without_such_a_role_acts_as_itself() {
    aws = acting(host, Optional.empty());

    ask(TestAttempt.NOW);

    assertThat(sts.requests()).isEmpty();
    assertThat(lambda.onlyRequest().header("authorization").orElseThrow())
        .contains("Credential=AKIDHOST/");
  }

  @Test
  void another_role_is_taken_by_the_role_of_tasks() {
    ask(new AwsRole.Assumed(OTHER), TestAttempt.NOW);

    assertThat(sts.requests())
        .extracting(request -> request.header("x-amz-security-token"))
        .containsExactly(Optional.empty(), Optional.of("session-1"));
    assertThat(sts.requests().getLast().body()).contains("role%2Fteam%2Forders");
    assertThat(lambda.onlyRequest().header("x-amz-security-token")).hasValue("session-2");
  }

  @Test
  void the_role_of_tasks_does_not_take_itself() {
    ask(new AwsRole.Assumed(TASK), TestAttempt.NOW);

    assertThat(sts.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"PT1H, PT59M29S, PT59M30S", "PT40S, PT19S, PT20S"})
  void keys_are_kept_until_shortly_before_they_expire(
      Duration lives, Duration before, Duration after) {
    life = lives;

    ask(TestAttempt.NOW);
    ask(TestAttempt.NOW.plus(before));
    assertThat(sts.requests()).hasSize(1);
    ask(TestAttempt.NOW.plus(after));
    assertThat(sts.requests()).hasSize(2);
    assertThat(lambda.requests().getLast().header("x-amz-security-token")).hasValue("session-2");
    assertThat(host.asked()).hasValue(2);
  }

  @Test
  void attempts_at_the_same_time_share_one_request() throws Exception {
    var asked = new CountDownLatch(1);
    var here = new CountDownLatch(1);
    sts.on(
        "/slow",
        (exchange, _) -> {
          asked.countDown();
          await(here);
          give(exchange);
        });
    aws = acting(host, Optional.of(TASK), sts.url("/slow"));

    var running = new ArrayList<FutureTask<AwsApi.Asking>>();
    for (var i = 0; i < 50; i++) {
      var task = new FutureTask<>(() -> ask(TestAttempt.NOW));
      Thread.startVirtualThread(task);
      running.add(task);
    }
    asked.await();
    here.countDown();

    for (var task : running) {
      assertThat(task.get()).isInstanceOf(AwsApi.Asking.Answered.class);
    }
    assertThat(sts.requests()).hasSize(1);
    assertThat(lambda.requests()).hasSize(50);
  }

  @Test
  void keys_that_a_service_does_not_take_any_more_are_taken_anew_once() {
    lambda.on(
        "/2015-03-31",
        (exchange, _) -> {
          exchange.getResponseHeaders().set("x-amzn-ErrorType", "ExpiredTokenException");
          RecordingServer.send(exchange, 403, "application/json", "{}");
        });

    var answer = ((AwsApi.Asking.Answered) ask(TestAttempt.NOW)).answer();

    assertThat(answer.errorCode()).hasValue("ExpiredTokenException");
    assertThat(sts.requests()).hasSize(2);
    assertThat(lambda.requests())
        .extracting(request -> request.header("x-amz-security-token").orElseThrow())
        .containsExactly("session-1", "session-2");
  }

  @Test
  void a_role_whose_taker_is_refused_has_it_take_its_own_role_anew() {
    sts.on(
        "/over",
        (exchange, request) -> {
          if (request.header("x-amz-security-token").filter("session-1"::equals).isPresent()) {
            RecordingServer.send(
                exchange,
                403,
                "text/xml",
                "<ErrorResponse><Error><Code>ExpiredToken</Code><Message>over</Message></Error></ErrorResponse>");
          } else {
            give(exchange);
          }
        });
    aws = acting(host, Optional.of(TASK), sts.url("/over"));
    var orders = new AwsRole.Assumed("arn:aws:iam::111122223333:role/team/orders");

    var failed = ((AwsApi.Asking.Failed) ask(orders, TestAttempt.NOW)).failure();

    assertThat(failed.error()).isEqualTo(AwsErrors.ROLE_UNAVAILABLE);
    assertThat(ask(orders, TestAttempt.NOW)).isInstanceOf(AwsApi.Asking.Answered.class);
    assertThat(sts.requests()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | AccessDenied | Aws.RoleRefused | AccessDenied (status 403): not you ***",
        "400 | ValidationError | Aws.RoleRefused | ValidationError (status 400): not you ***",
        "400 | Throttling | Aws.RoleUnavailable | Throttling (status 400): not you ***",
        "503 | ServiceUnavailable | Aws.RoleUnavailable | ServiceUnavailable (status 503): not you ***",
      })
  void a_role_that_is_not_given_fails_the_attempt(
      int status, String code, String error, String cause) {
    sts.on(
        "/broken",
        status,
        "text/xml",
        "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>not you %s</Message></Error></ErrorResponse>"
            .formatted(code, TestCredentials.SECRET));
    aws = acting(host, Optional.of(TASK), sts.url("/broken"));

    var failed = ((AwsApi.Asking.Failed) ask(TestAttempt.NOW)).failure();

    assertThat(failed.error().text()).isEqualTo(error);
    assertThat(failed.cause()).isEqualTo("the role %s cannot be taken: %s".formatted(TASK, cause));
    assertThat(lambda.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"200, Aws.RoleRefused", "500, Aws.RoleUnavailable"})
  void an_answer_that_nobody_can_read_is_not_shown(int status, String error) {
    sts.on("/odd", status, "text/xml", "<a><SecretAccessKey>pl4nted</SecretAccessKey></a>");
    aws = acting(host, Optional.of(TASK), sts.url("/odd"));

    var failed = ((AwsApi.Asking.Failed) ask(TestAttempt.NOW)).failure();

    assertThat(failed.error().text()).isEqualTo(error);
    assertThat(failed.cause()).contains("no answer of AssumeRole").doesNotContain("pl4nted");
  }

  @Test
  void a_service_of_roles_that_nobody_can_reach_is_unavailable() {
    sts.close();

    var failed = ((AwsApi.Asking.Failed) ask(TestAttempt.NOW)).failure();

    assertThat(failed.error()).isEqualTo(AwsErrors.ROLE_UNAVAILABLE);
    assertThat(failed.cause()).startsWith("the role " + TASK + " cannot be taken: POST ");
  }

  @Test
  void a_host_without_credentials_takes_no_role() {
    aws = acting(AwsCredentials.none("there are none. Log in."), Optional.of(TASK));

    var failed = ((AwsApi.Asking.Failed) ask(TestAttempt.NOW)).failure();

    assertThat(failed.error()).isEqualTo(AwsErrors.NOT_CONFIGURED);
  }

  @Test
  void what_is_no_role_is_told_by_its_variable() {
    aws = acting(host, Optional.of("task"));

    var failed = ((AwsApi.Asking.Failed) ask(TestAttempt.NOW)).failure();

    assertThat(failed.cause()).isEqualTo("MILLRACE_TASK_ROLE must be the ARN of an IAM role.");
  }

  @Test
  void a_service_that_does_not_answer_in_time_fails_the_attempt() {
    lambda.on("/2015-03-31", (_, _) -> alarms.endAllExchanges());

    var failed = ((AwsApi.Asking.Failed) ask(TestAttempt.NOW)).failure();

    assertThat(failed.error()).isEqualTo(HttpErrors.TIMEOUT);
  }

  private AwsApi.Asking ask(Instant now) {
    return ask(new AwsRole.OfTasks(), now);
  }

  private AwsApi.Asking ask(AwsRole role, Instant now) {
    try {
      return aws.ask(CALL, role, TestAttempt.with("{}").at(now).until(now.plusSeconds(60)));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private AwsApi acting(AwsCredentials as, Optional<String> taskRole) {
    return acting(as, taskRole, sts.url("/"));
  }

  private AwsApi acting(AwsCredentials as, Optional<String> taskRole, String place) {
    var variables =
        Map.of("AWS_ENDPOINT_URL_LAMBDA", lambda.url("/"), "AWS_ENDPOINT_URL_STS", place);
    var settings = new AwsSettings(as, taskRole, "prod", variables);
    return new AwsApi(
        settings,
        new LazyTransport(
            () ->
                new HttpTransport(
                    HttpSettings.cloud().unguarded(), NameLookup.system(), Trust.ofJvm(), alarms)));
  }

  private void give(HttpExchange exchange) throws IOException {
    var number = given.incrementAndGet();
    RecordingServer.send(
        exchange,
        200,
        "text/xml",
        answer(
            "ASIA" + number, "secret-" + number, "session-" + number, TestAttempt.NOW.plus(life)));
  }

  /// As the API reference of the Security Token Service shows it.
  static String answer(String id, String key, String token, Instant expires) {
    return """
    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <AssumeRoleResult>
        <AssumedRoleUser>
          <AssumedRoleId>ARO123EXAMPLE123:prod</AssumedRoleId>
          <Arn>arn:aws:sts::111122223333:assumed-role/task/prod</Arn>
        </AssumedRoleUser>
        <Credentials>
          <AccessKeyId>%s</AccessKeyId>
          <SecretAccessKey>%s</SecretAccessKey>
          <SessionToken>%s</SessionToken>
          <Expiration>%s</Expiration>
        </Credentials>
        <PackedPolicySize>6</PackedPolicySize>
      </AssumeRoleResult>
      <ResponseMetadata><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ResponseMetadata>
    </AssumeRoleResponse>
    """
        .formatted(id, key, token, expires);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
