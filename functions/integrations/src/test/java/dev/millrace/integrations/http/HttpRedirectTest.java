package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.kind.Execution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRedirectTest {
  private final Client client = Client.embedded();
  private final RecordingServer server =
      RecordingServer.started().on("/there", 200, "text/plain", "arrived");

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "get, 301, GET", "get, 302, GET", "get, 303, GET", "get, 307, GET", "get, 308, GET",
    "post, 301, GET", "post, 302, GET", "post, 303, GET", "post, 307, POST", "post, 308, POST",
    "put, 301, PUT", "put, 302, PUT", "put, 303, GET", "put, 307, PUT", "put, 308, PUT",
    "head, 302, HEAD", "head, 303, HEAD",
  })
  void a_redirect_is_followed_as_browsers_do(String method, int status, String then) {
    server.on("/here", (exchange, _) -> RecordingServer.redirect(exchange, status, "/there"));
    var body = method.startsWith("p") ? ", \"json\": [1]" : "";

    var execution =
        client.execute("{\"" + method + "\": \"" + server.url("/here") + "\"" + body + "}");

    assertThat(execution).isInstanceOf(Execution.Done.class);
    var last = server.requests().getLast();
    assertThat(last.method()).isEqualTo(then);
    assertThat(last.target()).isEqualTo("/there");
    assertThat(last.body()).isEqualTo(then.startsWith("P") ? "[1]" : "");
    assertThat(last.header("content-type").isPresent()).isEqualTo(then.startsWith("P"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"there?a=b c", "./there?a=b c", "../there?a=b c", "//HOST/there?a=b c"})
  void a_location_may_be_relative_and_untidy(String location) {
    server.on(
        "/here/",
        (exchange, _) ->
            RecordingServer.redirect(
                exchange,
                302,
                location
                    .replace("HOST", "127.0.0.1:" + server.port())
                    .replaceFirst("^(\\./)?there", "../there")));

    assertThat(client.get(server.url("/here/"))).isInstanceOf(Execution.Done.class);
    assertThat(server.requests().getLast().target()).isEqualTo("/there?a=b%20c");
  }

  @Test
  void a_loop_ends_after_the_redirects_that_are_followed() {
    server.on("/loop", (exchange, _) -> RecordingServer.redirect(exchange, 307, "/loop?secret=1"));

    var failed = (Execution.Failed) client.get(server.url("/loop"));

    assertThat(failed)
        .isEqualTo(
            Execution.Failed.of(
                HttpErrors.status(307),
                "GET %s (redirected to %s?secret=***): status 307, more than the 5 redirects that are followed"
                    .formatted(server.url("/loop"), server.url("/loop"))));
    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void without_redirects_the_answer_is_the_redirect() {
    server.on("/here", (exchange, _) -> RecordingServer.redirect(exchange, 302, "/there"));

    var failed = client.execute("{\"get\": \"" + server.url("/here") + "\", \"redirects\": 0}");
    var done =
        client.execute("{\"get\": \"" + server.url("/here") + "\", \"expect\": {\"status\": 302}}");

    assertThat(((Execution.Failed) failed).error().text()).isEqualTo("Http.302");
    assertThat(((Execution.Done) done).result().path("headers").path("location").textValue())
        .isEqualTo("/there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://files.example/", "file:///etc/passwd", "http://a:b@x.example/"})
  void a_redirect_to_what_is_no_address_is_not_followed(String location) {
    server.on("/here", (exchange, _) -> RecordingServer.redirect(exchange, 302, location));

    var failed = (Execution.Failed) client.get(server.url("/here"));

    assertThat(failed.error().text()).isEqualTo("Http.302");
    assertThat(failed.cause()).contains("it redirects to what must be an ");
  }

  @Test
  void the_guard_is_asked_again_after_a_redirect() {
    server.on(
        "/here",
        (exchange, _) -> RecordingServer.redirect(exchange, 302, "http://metadata.example/role"));

    var failed = (Execution.Failed) client.get(server.url("/here"));

    assertThat(failed)
        .isEqualTo(
            Execution.Failed.of(
                HttpErrors.REFUSED,
                "GET %s (redirected to http://metadata.example/role): not allowed: 169.254.169.254 is link-local, where metadata services live"
                    .formatted(server.url("/here"))));
  }

  @Test
  void headers_that_may_be_credentials_stay_with_the_host_they_were_meant_for() {
    try (var other = RecordingServer.started().on("/", 200, "text/plain", "arrived")) {
      server.on("/near", (exchange, _) -> RecordingServer.redirect(exchange, 307, "/there"));
      server.on(
          "/far", (exchange, _) -> RecordingServer.redirect(exchange, 307, other.url("/there")));
      var headers =
          ", \"headers\": {\"Authorization\": \"Bearer t\", \"X-Api-Key\": \"k\","
              + " \"Accept\": \"text/csv\"}}";

      client.execute("{\"get\": \"" + server.url("/near") + "\"" + headers);
      client.execute("{\"get\": \"" + server.url("/far") + "\"" + headers);

      assertThat(server.requests().get(1).headers())
          .containsEntry("authorization", "Bearer t")
          .containsEntry("x-api-key", "k");
      assertThat(other.onlyRequest().headers())
          .containsEntry("accept", "text/csv")
          .doesNotContainKeys("authorization", "x-api-key");
    }
  }

  @ParameterizedTest
  @CsvSource({"get, Http.ConnectionFailed", "post, Http.ConnectionLost"})
  void a_connection_that_fails_behind_a_redirect_does_not_pass_for_a_request_never_sent(
      String method, String error) {
    server.on(
        "/here", (exchange, _) -> RecordingServer.redirect(exchange, 303, "http://gone.example/"));

    var failed =
        (Execution.Failed) client.execute("{\"" + method + "\": \"" + server.url("/here") + "\"}");

    assertThat(failed.error().text()).isEqualTo(error);
  }
}
