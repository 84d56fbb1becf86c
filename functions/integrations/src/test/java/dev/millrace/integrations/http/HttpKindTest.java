package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.TaskKindContract;
import dev.millrace.integrations.TestAttempt;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes back when all is well.
class HttpKindTest extends TaskKindContract {
  private final Client client = Client.embedded();
  private final RecordingServer server = RecordingServer.started();

  @BeforeEach
  void serve() {
    server.on("/orders", 200, "application/json; charset=utf-8", "{\"open\": [1, 2]}");
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Override
  protected TaskKind kind() {
    return client.kind;
  }

  @Override
  protected List<String> right() {
    return HttpExamples.RIGHT;
  }

  @Override
  protected List<String> wrong() {
    return HttpExamples.WRONG;
  }

  @Override
  protected List<String> wrongBeyondSchema() {
    return HttpExamples.WRONG_BEYOND_SCHEMA;
  }

  @Override
  protected List<String> runnable() {
    // No success: the headers of one hold the date, which differs from time to time.
    var orders = server.url("/orders");
    return List.of(
        "{\"get\": \"" + orders + "\", \"expect\": {\"status\": 404}}",
        """
        {"post": "%s", "poll": {"get": "%s?a=b", "until": "${ false }", "fail": "${ true }"}}"""
            .formatted(orders, orders),
        """
        {"post": "%s", "json": {"notify": "%s"}, "callback": true}"""
            .formatted(orders, TestAttempt.URL));
  }

  @Test
  void the_result_is_status_headers_and_body_and_the_output_is_the_body() {
    var result = done(client.get(server.url("/orders")));

    assertThat(result.path("status").intValue()).isEqualTo(200);
    assertThat(result.path("headers").path("content-type").textValue())
        .isEqualTo("application/json; charset=utf-8");
    assertThat(result.path("body")).isEqualTo(TestAttempt.json("{\"open\": [1, 2]}"));
    assertThat(client.kind.defaultOutput(result)).isEqualTo(result.path("body"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | auto | [1.5, 2] | [1.5, 2]",
        "application/problem+json | auto | {\"a\": 1} | {\"a\": 1}",
        "text/plain | auto | [1] | \"[1]\"",
        "text/plain | json | [1] | [1]",
        "application/json | text | [1] | \"[1]\"",
        "text/html | auto | <p> | \"<p>\"",
        "application/json | auto | 0.1234567890123456789 | 0.1234567890123456789",
        "application/json | auto | 12345678901234567890 | 12345678901234567890",
      })
  void a_body_is_read_as_what_it_calls_itself_unless_the_task_knows_better(
      String type, String form, String body, String value) {
    server.on("/form", 200, type, body);

    var result =
        done(
            client.execute(
                "{\"get\": \"%s\", \"response\": {\"as\": \"%s\"}}"
                    .formatted(server.url("/form"), form)));

    assertThat(result.path("body").toString()).isEqualTo(TestAttempt.exact(value).toString());
  }

  @Test
  void a_packed_body_is_unpacked() {
    server.on(
        "/packed",
        (exchange, _) -> {
          var bytes = HttpFailuresTest.gzip("[\"unpacked\"]");
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0); // in chunks
          exchange.getResponseBody().write(bytes);
        });

    assertThat(done(client.get(server.url("/packed"))).path("body"))
        .isEqualTo(TestAttempt.json("[\"unpacked\"]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Type: application/json\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      })
  void an_empty_body_is_null(String answer) {
    try (var raw = RawServer.answering(answer)) {
      assertThat(done(client.get(raw.url("/"))).path("body").isNull()).isTrue();
    }
  }

  @Test
  void a_head_has_headers_and_no_body() {
    try (var raw = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")) {
      var result = done(client.execute("{\"head\": \"" + raw.url("/") + "\"}"));

      assertThat(result.path("headers").path("content-length").textValue()).isEqualTo("1000");
      assertThat(result.path("body").isNull()).isTrue();
    }
  }

  @Test
  void chunks_and_an_end_by_closing_make_whole_bodies_too() {
    var chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n";
    try (var inChunks = RawServer.answering(chunked);
        var closing =
            RawServer.playing(
                connection -> {
                  connection.readRequest();
                  connection.send("HTTP/1.0 200 OK\r\n\r\nabcde");
                })) {
      assertThat(done(client.get(inChunks.url("/"))).path("body").textValue()).isEqualTo("abcde");
      assertThat(done(client.get(closing.url("/"))).path("body").textValue()).isEqualTo("abcde");
    }
  }

  @Test
  void interim_answers_are_passed_over() {
    var answer =
        RawServer.head("HTTP/1.1 100 Continue")
            + RawServer.head("HTTP/1.1 103 Early Hints", "Link: </a>")
            + RawServer.head("HTTP/1.1 201 Created", "Content-Length: 2")
            + "ok";
    try (var raw = RawServer.answering(answer)) {
      assertThat(done(client.get(raw.url("/"))).path("status").intValue()).isEqualTo(201);
    }
  }

  @Test
  void several_headers_of_a_name_are_joined_but_cookies_are_a_list() {
    var answer =
        RawServer.head(
            "HTTP/1.1 200 OK",
            "Via: a",
            "VIA: b",
            "Set-Cookie: c=1, 2",
            "Set-Cookie: d=3",
            "Content-Length: 0");
    try (var raw = RawServer.answering(answer)) {
      assertThat(done(client.get(raw.url("/"))).path("headers"))
          .isEqualTo(
              TestAttempt.json(
                  "{\"via\": \"a, b\", \"set-cookie\": [\"c=1, 2\", \"d=3\"],"
                      + " \"content-length\": \"0\"}"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'404', 404",
    "'\"404\"', 404",
    "'[\"2xx\", 404]', 404",
    "'\"4xx\"', 418",
    "'[302]', 302",
  })
  void an_expected_status_is_a_success(String expected, int status) {
    server.on("/status", status, "text/plain", "so be it");
    var result =
        done(
            client.execute(
                "{\"get\": \"%s\", \"expect\": {\"status\": %s}}"
                    .formatted(server.url("/status"), expected)));

    assertThat(result.path("status").intValue()).isEqualTo(status);
  }

  @Test
  void a_body_just_within_the_limit_is_read_whole() {
    server.on("/large", 200, "text/plain", "x".repeat(4_096));

    var result =
        done(
            client.execute(
                "{\"get\": \"%s\", \"response\": {\"limit\": \"4KB\"}}"
                    .formatted(server.url("/large"))));

    assertThat(result.path("body").textValue()).hasSize(4_096);
  }

  private static JsonNode done(Execution execution) {
    assertThat(execution).isInstanceOf(Execution.Done.class);
    return ((Execution.Done) execution).result();
  }
}
