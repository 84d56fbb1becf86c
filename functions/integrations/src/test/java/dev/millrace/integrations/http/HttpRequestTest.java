package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.Attempt;
import dev.millrace.core.RunId;
import dev.millrace.core.Work;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes out.
class HttpRequestTest {
  private final Client client = Client.embedded();
  private final RecordingServer server = RecordingServer.started();

  @BeforeEach
  void serve() {
    server.on("/orders", 200, "application/json", "[]");
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "post", "put", "patch", "delete", "options"})
  void every_method_is_a_key(String method) {
    var _ = done(client.execute("{\"" + method + "\": \"" + server.url("/orders") + "\"}"));

    assertThat(server.onlyRequest().method()).isEqualToIgnoringCase(method);
  }

  @Test
  void a_method_may_stand_beside_a_url() {
    var _ =
        done(client.execute("{\"method\": \"PUT\", \"url\": \"" + server.url("/orders") + "\"}"));

    assertThat(server.onlyRequest().method()).isEqualTo("PUT");
  }

  @Test
  void query_values_are_encoded_and_added_to_what_the_address_has() {
    var _ =
        done(
            client.execute(
                """
                {"get": "%s", "query": {"day": "1 May & more", "id": [7, 8.0], "deep": true,
                 "none": null, "größe": "ä/?"}}"""
                    .formatted(server.url("/orders?a=b"))));

    assertThat(server.onlyRequest().target())
        .isEqualTo(
            "/orders?a=b&day=1%20May%20%26%20more&id=7&id=8&deep=true"
                + "&gr%C3%B6%C3%9Fe=%C3%A4%2F%3F");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"json\": {\"id\": 7, \"name\": \"é\"} | application/json | {\"id\":7,\"name\":\"é\"}",
        "\"json\": null | application/json | null",
        "\"form\": {\"a b\": \"c&d\", \"e\": [1, 2]} | application/x-www-form-urlencoded | a%20b=c%26d&e=1&e=2",
        "\"text\": \"plain é\" | text/plain; charset=utf-8 | plain é",
        "\"text\": \"<a/>\", \"headers\": {\"content-type\": \"application/xml\"} | application/xml | <a/>",
      })
  void a_body_goes_out_with_its_type(String body, String type, String sent) {
    var _ = done(client.execute("{\"post\": \"" + server.url("/orders") + "\", " + body + "}"));

    assertThat(server.onlyRequest().header("content-type")).contains(type);
    assertThat(server.onlyRequest().body()).isEqualTo(sent);
  }

  @Test
  void a_post_without_body_says_that_it_has_none() {
    var _ = done(client.execute("{\"post\": \"" + server.url("/orders") + "\"}"));

    assertThat(server.onlyRequest().header("content-length")).contains("0");
    assertThat(server.onlyRequest().header("content-type")).isEmpty();
  }

  @Test
  void a_request_says_who_sends_it_and_nothing_else_of_its_own() {
    var _ =
        done(
            client.execute(
                TestAttempt.with("{\"get\": \"" + server.url("/orders") + "\"}")
                    .of(new Attempt(Work.of(3, 17), 2, 0))));

    var headers = server.onlyRequest().headers();
    assertThat(headers)
        .containsEntry("millrace-run", "orders.r1")
        .containsEntry("millrace-task", "fetch[17]")
        .containsEntry("millrace-attempt", "2")
        .containsEntry("user-agent", "Millrace")
        .containsEntry("accept-encoding", "gzip")
        .containsEntry("host", "127.0.0.1:" + server.port());
    assertThat(headers.get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    assertThat(headers.keySet())
        .containsExactlyInAnyOrder(
            "accept-encoding",
            "connection",
            "host",
            "millrace-attempt",
            "millrace-run",
            "millrace-task",
            "traceparent",
            "user-agent");
  }

  @Test
  void a_run_is_one_trace_and_each_attempt_a_span_that_is_the_same_again() {
    var attempt = TestAttempt.with("{\"get\": \"" + server.url("/orders") + "\"}");
    var attempts =
        List.of(
            attempt,
            attempt,
            attempt.of(Attempt.first(Work.of(0), 2)),
            attempt.of(Attempt.first(Work.of(0, 1), 1)),
            attempt.in(new RunId("orders.r2")));
    attempts.forEach(client::execute);

    var traces =
        server.requests().stream()
            .flatMap(request -> request.header("traceparent").stream())
            .toList();
    var traceIds = traces.stream().map(trace -> trace.substring(3, 35)).toList();
    var spanIds = traces.stream().map(trace -> trace.substring(36, 52)).toList();
    assertThat(traceIds.subList(0, 4)).containsOnly(traceIds.getFirst());
    assertThat(traceIds.getLast()).isNotEqualTo(traceIds.getFirst());
    assertThat(spanIds.get(1)).isEqualTo(spanIds.get(0));
    assertThat(spanIds.subList(1, 5)).doesNotHaveDuplicates();
  }

  @Test
  void the_idempotency_key_stays_over_retries_and_differs_between_instances() {
    var attempt =
        TestAttempt.with("{\"post\": \"" + server.url("/orders") + "\", \"idempotencyKey\": true}");
    List.of(
            attempt.of(new Attempt(Work.of(0, 5), 1, 0)),
            attempt.of(new Attempt(Work.of(0, 5), 2, 0)),
            attempt.of(new Attempt(Work.of(0, 6), 1, 0)))
        .forEach(client::execute);

    var keys = server.requests().stream().map(r -> r.headers().get("idempotency-key")).toList();
    assertThat(keys.get(0)).matches("[0-9a-f]{32}").isEqualTo(keys.get(1));
    assertThat(keys.get(2)).isNotEqualTo(keys.get(0));
  }

  @Test
  void headers_of_the_task_go_out_and_win() {
    var _ =
        done(
            client.execute(
                """
                {"get": "%s", "headers": {"Accept": "text/csv", "X-Count": 3, "X-None": null,
                 "User-Agent": "orders", "traceparent": "00-a-b-00"}}"""
                    .formatted(server.url("/orders"))));

    assertThat(server.onlyRequest().headers())
        .containsEntry("accept", "text/csv")
        .containsEntry("x-count", "3")
        .containsEntry("user-agent", "orders")
        .containsEntry("traceparent", "00-a-b-00")
        .doesNotContainKey("x-none");
  }

  @Test
  void cookies_are_not_kept() {
    try (var raw =
        RawServer.answering("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")) {
      var _ = done(client.get(raw.url("/")));
      var _ = done(client.get(raw.url("/")));

      assertThat(raw.requests()).noneMatch(request -> request.contains("Cookie"));
    }
  }

  @Test
  void credentials_are_asked_for_in_vain() {
    try (var raw =
        RawServer.answering(
            RawServer.head(
                "HTTP/1.1 401 Unauthorized",
                "WWW-Authenticate: Basic realm=\"x\"",
                "Content-Length: 0"))) {
      assertThat(((Execution.Failed) client.get(raw.url("/"))).error().text())
          .isEqualTo("Http.401");
      assertThat(raw.requests()).hasSize(1);
    }
  }

  @Test
  void an_ipv6_address_is_an_address() {
    try (var six =
        Client.lookingUpWith(
            host -> {
              assertThat(host).isEqualTo("::1");
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            })) {
      var _ = done(six.get("http://[::1]:" + server.port() + "/orders"));

      assertThat(server.onlyRequest().header("host")).contains("[::1]:" + server.port());
    }
  }

  private static JsonNode done(Execution execution) {
    assertThat(execution).isInstanceOf(Execution.Done.class);
    return ((Execution.Done) execution).result();
  }
}
