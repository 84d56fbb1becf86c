package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a task can ask of an answer, and what may become of its body.
class HttpAnswersTest {
  private final Client client = Client.embedded();
  private final RecordingServer server = RecordingServer.started();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void an_answer_for_which_the_condition_holds_is_a_success() {
    server.on("/", 202, "application/json", "{\"ok\": true}");

    assertThat(when("${ result.body.ok and result.status = 202 }"))
        .isInstanceOf(Execution.Done.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${ result.body.ok } | Http.Unexpected | expect.when does not hold",
        "${ result.body.nothing } | Expression.NotBoolean | expect.when: a condition must give true or false",
        "${ result.body.error } | Expression.NotBoolean | gives a text",
        "${ $number(result.body.error) > 1 } | Expression.Failed | expect.when: ",
      })
  void one_for_which_it_does_not_hold_is_a_failure(String when, String error, String cause) {
    server.on("/", 200, "application/json", "{\"ok\": false, \"error\": \"invalid_auth\"}");

    var failed = (Execution.Failed) when(when);

    assertThat(failed.error().text()).isEqualTo(error);
    assertThat(failed.cause())
        .startsWith("GET " + server.url("/") + ": status 200 OK, ")
        .contains(cause)
        .contains("The body begins: {\"ok\": false");
  }

  @Test
  void a_body_may_be_taken_as_its_bytes() {
    try (var raw = RawServer.playing(HttpAnswersTest::sendBytes)) {
      var result =
          done(
              client.execute(
                  "{\"get\": \"%s\", \"response\": {\"as\": \"bytes\"}}".formatted(raw.url("/"))));

      assertThat(result.path("body").textValue()).isEqualTo("AP8B");
    }
  }

  @Test
  void a_body_may_be_stored_and_the_result_says_where() {
    try (var raw = RawServer.playing(HttpAnswersTest::sendBytes)) {
      var attempt = stored(raw.url("/"), "1KB");

      var body = done(client.execute(attempt)).path("body");

      // printf '\\x00\\xff\\x01' | sha256sum
      assertThat(body)
          .hasToString(
              "{\"key\":\"run/orders.r1/fetch-attempt-1-body\",\"sizeBytes\":3,\"sha256\":"
                  + "\"47ffa3ea45a70b8a41c2c0825df323c00a8b7a01c1ea06083cc41dddcc001123\","
                  + "\"contentType\":\"application/octet-stream\"}");
      assertThat(attempt.stored().of(body.path("key").textValue()))
          .contains(new byte[] {0, (byte) 0xFF, 1});
    }
  }

  @Test
  void what_is_stored_is_unpacked() {
    server.on(
        "/",
        (exchange, _) -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(HttpFailuresTest.gzip("plain"));
        });
    var attempt = stored(server.url("/"), "1KB");

    var body = done(client.execute(attempt)).path("body");

    assertThat(attempt.stored().of(body.path("key").textValue()))
        .contains("plain".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void of_a_body_that_is_too_large_or_broken_nothing_is_stored() {
    server.on("/large", 200, "text/plain", "x".repeat(1_025));
    try (var broken =
        RawServer.playing(
            connection -> {
              connection.readRequest();
              connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab");
            })) {
      assertThat(notStored(server.url("/large")).error()).isEqualTo(HttpErrors.TOO_LARGE);
      assertThat(notStored(broken.url("/")).error()).isEqualTo(HttpErrors.CONNECTION_LOST);
    }
  }

  private Execution.Failed notStored(String url) {
    var attempt = stored(url, "1KB");
    var failed = (Execution.Failed) client.execute(attempt);
    assertThat(attempt.stored().of("run/orders.r1/fetch-attempt-1-body")).isEmpty();
    assertThat(attempt.stored().dropped()).hasSize(1);
    return failed;
  }

  @Test
  void a_refused_answer_is_not_stored() {
    server.on("/", 500, "text/plain", "out of order");
    var attempt = stored(server.url("/"), "1KB");

    var failed = (Execution.Failed) client.execute(attempt);

    assertThat(failed.cause()).contains("The body begins: out of order");
    assertThat(attempt.stored().dropped()).isEmpty();
  }

  private static void sendBytes(RawServer.Connection connection) throws java.io.IOException {
    connection.readRequest();
    connection.send(
        RawServer.head(
            "HTTP/1.1 200 OK", "Content-Type: application/octet-stream", "Content-Length: 3"));
    connection.send(new byte[] {0, (byte) 0xFF, 1});
  }

  private static TestAttempt stored(String url, String limit) {
    return TestAttempt.with(
        "{\"get\": \"%s\", \"response\": {\"to\": \"s3\", \"limit\": \"%s\"}}"
            .formatted(url, limit));
  }

  private Execution when(String condition) {
    return client.execute(
        "{\"get\": \"%s\", \"expect\": {\"when\": \"%s\"}}".formatted(server.url("/"), condition));
  }

  private static JsonNode done(Execution execution) {
    assertThat(execution).isInstanceOf(Execution.Done.class);
    return ((Execution.Done) execution).result();
  }
}
