package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Page after page within one attempt.
class HttpPagesTest {
  private static final String NEXT = "${ result.body.next }";
  private static final String ITEMS = "${ result.body.items }";

  private final Client client = Client.embedded();
  private final RecordingServer server = RecordingServer.started();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void the_body_is_the_items_of_all_pages_in_their_order() {
    pages(3);

    var result = done(read("/orders?page=1", NEXT, ITEMS, 100));

    assertThat(result.path("body")).isEqualTo(TestAttempt.json("[10, 11, 20, 21, 30, 31]"));
    assertThat(result.path("pages").intValue()).isEqualTo(3);
    assertThat(result.path("status").intValue()).isEqualTo(200);
    assertThat(targets()).containsExactly("/orders?page=1", "/orders?page=2", "/orders?page=3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "false"})
  void nothing_an_empty_text_and_false_end_the_walk(String next) {
    server.on("/orders", 200, "application/json", "{\"items\": [1], \"next\": " + next + "}");

    assertThat(done(read("/orders", NEXT, ITEMS, 100)).path("body"))
        .isEqualTo(TestAttempt.json("[1]"));
  }

  @Test
  void a_single_value_is_one_item_and_nothing_none() {
    server.on(
        "/orders",
        (exchange, request) -> {
          var last = request.target().endsWith("2");
          answer(exchange, last ? "{}" : "{\"items\": 7, \"next\": \"/orders?page=2\"}");
        });

    assertThat(done(read("/orders", NEXT, ITEMS, 100)).path("body"))
        .isEqualTo(TestAttempt.json("[7]"));
  }

  @Test
  void without_items_the_bodies_are_lists() {
    server.on(
        "/orders",
        (exchange, request) -> {
          if (request.target().endsWith("2")) {
            answer(exchange, "[3]");
          } else {
            exchange.getResponseHeaders().set("X-Next", "?page=2");
            answer(exchange, "[1, 2]");
          }
        });

    var execution =
        client.execute(
            "{\"get\": \"%s\", \"pages\": {\"next\": \"${ result.headers.`x-next` }\"}}"
                .formatted(server.url("/orders?page=1")));

    assertThat(done(execution).path("body")).isEqualTo(TestAttempt.json("[1, 2, 3]"));
  }

  @Test
  void values_in_the_address_of_the_next_page_are_encoded() {
    server.on(
        "/orders",
        (exchange, request) ->
            answer(
                exchange,
                request.target().contains("after")
                    ? "{}"
                    : "{\"items\": [], \"cursor\": \"a&b\"}"));

    var next =
        "${ result.body.cursor ? '"
            + server.url("/orders?after=")
            + "' &"
            + " $encodeUrlComponent(result.body.cursor) : null }";
    var _ = done(read("/orders", next, ITEMS, 100));

    assertThat(targets()).containsExactly("/orders", "/orders?after=a%26b");
  }

  @Test
  void as_many_pages_as_the_limit_are_read_and_one_more_is_a_failure() {
    pages(3);

    var _ = done(read("/orders?page=1", NEXT, ITEMS, 3));
    var failed = failed(read("/orders?page=1", NEXT, ITEMS, 2));

    assertThat(failed.error()).isEqualTo(HttpErrors.TOO_LARGE);
    assertThat(failed.cause())
        .startsWith("page 2: GET " + server.url("/orders?page=***"))
        .contains("there are more than the 2 pages that are read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "503 | {} | Http.503 | status 503 Service Unavailable, expected 2xx",
        "200 | {\"next\": \"/orders?page=1\"} | Http.BadBody | leads to a page that was read before",
        "200 | {\"next\": 3} | Http.BadBody | pages.next must give an address, not 3",
        "200 | {\"next\": \"ftp://a.example/\"} | Http.BadBody | pages.next must give an absolute http or https address",
        "200 | {\"next\": \"http://10.0.0.1/\"} | Http.Refused | page 3",
        "200 | [1 | Http.BadBody | not JSON that can be read",
      })
  void a_failure_names_its_page(int status, String body, String error, String cause) {
    server.on(
        "/orders",
        (exchange, request) -> {
          if (request.target().endsWith("page=1")) {
            answer(exchange, "{\"items\": [1], \"next\": \"?page=2\"}");
          } else {
            RecordingServer.send(exchange, status, "application/json", body);
          }
        });

    var failed = failed(read("/orders?page=1", NEXT, ITEMS, 100));

    assertThat(failed.error().text()).as(failed.cause()).isEqualTo(error);
    assertThat(failed.cause()).startsWith("page ").contains(cause);
  }

  @Test
  void all_pages_together_are_no_larger_than_one_result() {
    var large = "\"" + "x".repeat(9 * 1024 * 1024) + "\"";
    server.on(
        "/orders",
        (exchange, request) -> {
          var page = Integer.parseInt(request.target().substring("/orders?page=".length()));
          answer(exchange, "{\"items\": %s, \"next\": \"?page=%d\"}".formatted(large, page + 1));
        });

    var failed = failed(read("/orders?page=1", NEXT, "${ [] }", 100));

    assertThat(failed.error()).isEqualTo(HttpErrors.TOO_LARGE);
    assertThat(failed.cause()).startsWith("page 6: ").contains("together are larger than 50MB");
  }

  @Test
  void every_page_must_be_as_expected() {
    pages(3);

    var failed =
        failed(
            client.execute(
                """
                {"get": "%s", "expect": {"when": "${ $exists(result.body.next) }"},
                 "pages": {"next": "${ result.body.next }"}}"""
                    .formatted(server.url("/orders?page=1"))));

    assertThat(failed.error()).isEqualTo(HttpErrors.UNEXPECTED);
    assertThat(failed.cause()).startsWith("page 3: ");
  }

  @Test
  void credentials_go_to_pages_of_the_same_server_only() {
    try (var other = RecordingServer.started()) {
      other.on("/", 200, "application/json", "{\"items\": []}");
      server.on(
          "/orders",
          (exchange, request) ->
              answer(
                  exchange,
                  "{\"next\": \"%s\"}"
                      .formatted(request.target().endsWith("2") ? other.url("/") : "?page=2")));

      var execution =
          client.execute(
              """
              {"get": "%s", "headers": {"authorization": "Bearer s3cret", "accept": "a/b"},
               "pages": {"next": "${ result.body.next }", "items": "${ result.body.items }"}}"""
                  .formatted(server.url("/orders")));

      assertThat(execution).isInstanceOf(Execution.Done.class);
      assertThat(server.requests())
          .hasSize(2)
          .allSatisfy(request -> assertThat(request.header("authorization")).isPresent());
      assertThat(other.onlyRequest().header("authorization")).isEmpty();
      assertThat(other.onlyRequest().header("accept")).contains("a/b");
    }
  }

  /// Each page holds two items and the address of the next.
  private void pages(int count) {
    server.on(
        "/orders",
        (exchange, request) -> {
          var page = Integer.parseInt(request.target().substring("/orders?page=".length()));
          var next = page < count ? ", \"next\": \"/orders?page=" + (page + 1) + "\"" : "";
          answer(exchange, "{\"items\": [%d0, %d1]%s}".formatted(page, page, next));
        });
  }

  private Execution read(String target, String next, String items, int limit) {
    return client.execute(
        """
        {"get": "%s", "pages": {"next": "%s", "items": "%s", "limit": %d}}"""
            .formatted(server.url(target), next, items, limit));
  }

  private List<String> targets() {
    return IntStream.range(0, server.requests().size())
        .mapToObj(i -> server.requests().get(i).target())
        .toList();
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    RecordingServer.send(exchange, 200, "application/json", json);
  }

  private static JsonNode done(Execution execution) {
    assertThat(execution).isInstanceOf(Execution.Done.class);
    return ((Execution.Done) execution).result();
  }

  private static Execution.Failed failed(Execution execution) {
    assertThat(execution).isInstanceOf(Execution.Failed.class);
    return (Execution.Failed) execution;
  }
}
