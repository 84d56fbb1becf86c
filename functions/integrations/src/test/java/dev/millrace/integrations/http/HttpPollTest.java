package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Starting something and asking after it, with the attempt parked in between. Time moves by hand:
/// from one wake-up to the next.
class HttpPollTest {
  private static final String UNTIL = "${ result.body.state in ['DONE', 'ERROR'] }";
  private static final String FAIL = "${ result.body.state = 'ERROR' }";

  private final Client client = Client.embedded();
  private final RecordingServer server = RecordingServer.started();
  private final Deque<State> states = new ArrayDeque<>();

  /// What the server says of its job.
  private record State(int status, String body, String retryAfter) {}

  @BeforeEach
  void serve() {
    server.on(
        "/jobs",
        (exchange, request) -> {
          if (request.method().equals("POST")) {
            exchange.getResponseHeaders().set("Location", "/jobs/7?sig=s3cret");
            RecordingServer.send(exchange, 202, "application/json", "{\"id\": 7}");
            return;
          }
          var state = states.removeFirst();
          if (!state.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", state.retryAfter());
          }
          RecordingServer.send(exchange, state.status(), "application/json", state.body());
        });
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void a_job_is_started_once_and_polled_to_its_end() {
    states("RUNNING", "RUNNING", "DONE");

    var walk = walk(job(""));

    assertThat(walk.end())
        .isInstanceOfSatisfying(
            Execution.Done.class,
            done -> assertThat(done.result().at("/body/state").textValue()).isEqualTo("DONE"));
    assertThat(walk.waits()).containsExactly(seconds(20), seconds(20), seconds(20));
    assertThat(server.requests())
        .extracting(request -> request.method() + " " + request.target())
        .containsExactly(
            "POST /jobs",
            "GET /jobs/7?sig=s3cret",
            "GET /jobs/7?sig=s3cret",
            "GET /jobs/7?sig=s3cret");
  }

  @Test
  void polls_carry_the_headers_of_the_task_and_neither_body_nor_key() {
    states("DONE");

    var _ = walk(job("").replace("\"post\"", "\"idempotencyKey\": true, \"json\": 1, \"post\""));

    var poll = server.requests().getLast();
    assertThat(server.requests().getFirst().header("idempotency-key")).isPresent();
    assertThat(poll.header("idempotency-key")).isEmpty();
    assertThat(poll.header("authorization")).contains("Bearer s3cret");
    assertThat(poll.header("content-type")).isEmpty();
    assertThat(poll.header("millrace-task")).contains("fetch");
  }

  @Test
  void waits_grow_up_to_the_longest() {
    states("A", "B", "C", "D", "DONE");

    var walk = walk(job(", \"every\": \"10s\", \"backoff\": 2, \"max\": \"1m\""));

    assertThat(walk.waits())
        .containsExactly(seconds(10), seconds(20), seconds(40), seconds(60), seconds(60));
  }

  @Test
  void a_server_that_asks_for_a_longer_wait_gets_it() {
    states.add(new State(202, "{\"state\": \"RUNNING\"}", "90"));
    states.add(new State(202, "{\"state\": \"RUNNING\"}", "5"));
    states("DONE");

    assertThat(walk(job("")).waits()).containsExactly(seconds(20), seconds(90), seconds(20));
  }

  @Test
  void a_job_that_says_that_it_failed_is_a_failure_of_its_own_name() {
    states("RUNNING", "ERROR");

    var failed = (Execution.Failed) walk(job("")).end();

    assertThat(failed.error()).isEqualTo(HttpErrors.JOB_FAILED);
    assertThat(failed.cause())
        .startsWith("GET " + server.url("/jobs/7?sig=***") + ": status 200 OK, poll.fail holds")
        .contains("The body begins: {\"state\": \"ERROR\"}")
        .doesNotContain("s3cret");
  }

  @Test
  void trouble_that_passes_does_not_lose_the_job() {
    for (var status : List.of(503, 429, 500, 502, 504)) {
      states.add(new State(status, "", status == 429 ? "300" : ""));
    }
    states("RUNNING");
    states.add(new State(503, "", ""));
    states("DONE");

    var walk = walk(job(""));

    assertThat(walk.end()).isInstanceOf(Execution.Done.class);
    assertThat(walk.waits()).contains(seconds(300)).hasSize(8);
  }

  /// By its own name the failure would be retried, and the job started again.
  @Test
  void trouble_that_stays_ends_the_attempt_under_a_name_that_is_not_retried() {
    for (var i = 0; i <= Polling.FAILURES_MAX; i++) {
      states.add(new State(503, "", "1"));
    }

    var failed = (Execution.Failed) walk(job("")).end();

    assertThat(failed.error()).isEqualTo(HttpErrors.POLL_FAILED);
    assertThat(failed.retryAfter()).isEmpty();
    assertThat(failed.cause()).startsWith("poll 6: Http.503: GET ");
    assertThat(server.requests()).hasSize(2 + Polling.FAILURES_MAX);
  }

  @ParameterizedTest
  @CsvSource({"404, Http.404", "401, Http.401"})
  void what_does_not_pass_ends_the_attempt_at_once(int status, String error) {
    states.add(new State(status, "", ""));

    var failed = (Execution.Failed) walk(job("")).end();

    assertThat(failed.error()).isEqualTo(HttpErrors.POLL_FAILED);
    assertThat(failed.cause()).startsWith("poll 1: " + error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/jobs/${ result.body.id }", "${ result.body.id }", "${ result.body.no }"})
  void an_address_that_is_none_fails_the_attempt_after_the_request(String get) {
    var started =
        client.execute(
            """
            {"post": "%s", "poll": {"get": "%s", "until": "${ true }"}}"""
                .formatted(server.url("/jobs"), get));

    if (get.startsWith("/")) {
      assertThat(started).isInstanceOf(Execution.Parked.class); // relative to the answer's
    } else {
      assertThat(((Execution.Failed) started).error()).isEqualTo(HttpErrors.BAD_BODY);
      assertThat(((Execution.Failed) started).cause())
          .contains("poll.get must give an address, not ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "${ result.body.state }, Expression.NotBoolean, poll.until: ",
    "${ $number(result.body.state) = 1 }, Expression.Failed, poll.until: ",
  })
  void a_condition_that_cannot_be_judged_fails_the_attempt(
      String until, String error, String cause) {
    states("RUNNING");

    var failed = (Execution.Failed) walk(job("").replace(UNTIL, until)).end();

    assertThat(failed.error().text()).isEqualTo(error);
    assertThat(failed.cause()).contains(cause);
  }

  @Test
  void a_get_may_poll_its_own_address_and_its_first_answer_counts() {
    states("DONE");
    var first = walk(self());
    states("RUNNING", "RUNNING", "DONE");
    var third = walk(self());

    assertThat(first.waits()).isEmpty();
    assertThat(first.end()).isInstanceOf(Execution.Done.class);
    assertThat(third.waits()).containsExactly(seconds(20), seconds(40));
    assertThat(server.requests()).allMatch(request -> request.target().equals("/jobs/8?a=b"));
  }

  @Test
  void what_does_not_exist_yet_can_be_waited_for() {
    states.add(new State(404, "", ""));
    states.add(new State(404, "", ""));
    states("DONE");

    var walk =
        walk(
            """
            {"get": "%s", "expect": {"status": 404}, "poll": {"until": "${ result.status = 200 }"}}"""
                .formatted(server.url("/jobs/9")));

    assertThat(((Execution.Failed) walk(self404()).end()).error().text()).isEqualTo("Http.404");
    assertThat(walk.waits()).hasSize(2);
  }

  @Test
  void an_attempt_that_is_resumed_too_early_sends_nothing_and_waits_on() throws Exception {
    var attempt = TestAttempt.with(job(""));
    var parked = (Execution.Parked) client.execute(attempt);

    var again = client.kind.resume(attempt.resumedWith(parked.note()).at(TestAttempt.NOW));

    assertThat(again).isEqualTo(parked);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void a_refused_request_starts_nothing() {
    server.on("/down", 503, "text/plain", "no");

    var execution = client.execute(job("").replace("/jobs\"", "/down\""));

    assertThat(((Execution.Failed) execution).error().text()).isEqualTo("Http.503");
  }

  @Test
  void the_guard_holds_for_polls_too() {
    var execution =
        walk(
            """
            {"post": "%s", "poll": {"get": "http://169.254.169.254/", "until": "${ true }"}}"""
                .formatted(server.url("/jobs")));

    var failed = (Execution.Failed) execution.end();
    assertThat(failed.error()).isEqualTo(HttpErrors.POLL_FAILED);
    assertThat(failed.cause()).contains("Http.Refused").contains("link-local");
  }

  private String job(String more) {
    return """
        {"post": "%s", "headers": {"authorization": "Bearer s3cret"},
         "poll": {"get": "${ result.headers.location }", "until": "%s", "fail": "%s"%s}}"""
        .formatted(server.url("/jobs"), UNTIL, FAIL, more);
  }

  private String self() {
    return """
        {"get": "%s", "query": {"a": "b"}, "poll": {"until": "%s", "backoff": 2}}"""
        .formatted(server.url("/jobs/8"), UNTIL);
  }

  private String self404() {
    states.add(new State(404, "", ""));
    return self();
  }

  private void states(String... names) {
    for (var name : names) {
      states.add(new State(200, "{\"state\": \"" + name + "\"}", ""));
    }
  }

  /// How an attempt went from its start to its end.
  private record Walk(Execution end, List<Duration> waits) {}

  private Walk walk(String arguments) {
    var attempt = TestAttempt.with(arguments);
    var waits = new ArrayList<Duration>();
    var execution = client.execute(attempt);
    while (execution instanceof Execution.Parked(JsonNode note, var wakeAt)) {
      waits.add(Duration.between(attempt.now(), wakeAt.orElseThrow()));
      attempt =
          attempt
              .resumedWith(note)
              .at(wakeAt.orElseThrow())
              .until(wakeAt.orElseThrow().plusSeconds(50));
      execution = client.execute(attempt);
    }
    return new Walk(execution, waits);
  }

  private static Duration seconds(long count) {
    return Duration.ofSeconds(count);
  }
}
