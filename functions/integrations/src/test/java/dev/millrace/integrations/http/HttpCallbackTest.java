package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.definition.expression.Root;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A request whose outcome somebody else posts.
class HttpCallbackTest {
  private final Client client = Client.embedded();
  private final RecordingServer server = RecordingServer.started();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void an_accepted_request_parks_until_it_is_called_back() {
    server.on("/jobs", 202, "text/plain", "will do");

    var parked = client.execute(arguments("/jobs"));

    assertThat(parked)
        .isEqualTo(new Execution.Parked(TestAttempt.json("{\"status\": 202}"), Optional.empty()));
    assertThat(server.onlyRequest().body()).contains(TestAttempt.URL);
  }

  @Test
  void a_refused_request_fails_and_tells_nobody_the_token() {
    server.on(
        "/jobs",
        (exchange, request) ->
            RecordingServer.send(exchange, 400, "text/plain", "no: " + request.body()));

    var failed = (Execution.Failed) client.execute(arguments("/jobs/" + TestAttempt.TOKEN));

    assertThat(failed.error().text()).isEqualTo("Http.400");
    assertThat(failed.cause()).contains("/jobs/***").doesNotContain(TestAttempt.TOKEN);
  }

  @Test
  void an_answer_must_be_as_expected_before_anything_is_waited_for() {
    server.on("/jobs", 200, "application/json", "{\"ok\": false}");

    var execution =
        client.execute(
            arguments("/jobs")
                .replace(
                    "\"callback\"",
                    "\"expect\": {\"when\": \"${ result.body.ok }\"}, \"callback\""));

    assertThat(((Execution.Failed) execution).error()).isEqualTo(HttpErrors.UNEXPECTED);
  }

  @Test
  void only_such_a_task_parks_and_may_read_callback() {
    var waiting = TestAttempt.json("{\"post\": \"https://a.example/\", \"callback\": true}");
    var polling =
        TestAttempt.json("{\"get\": \"https://a.example/\", \"poll\": {\"until\": \"${ true }\"}}");
    var plain = TestAttempt.json("{\"post\": \"https://a.example/\", \"callback\": false}");

    assertThat(client.kind.traits(waiting).parks()).isTrue();
    assertThat(client.kind.extraRoots(waiting)).containsExactly(Root.CALLBACK);
    assertThat(client.kind.traits(polling).parks()).isTrue();
    assertThat(client.kind.extraRoots(polling)).isEmpty();
    assertThat(client.kind.traits(plain).parks()).isFalse();
    assertThat(client.kind.extraRoots(plain)).isEmpty();
  }

  private String arguments(String path) {
    return "{\"post\": \"%s\", \"json\": {\"notify\": \"%s\"}, \"callback\": true}"
        .formatted(server.url(path), TestAttempt.URL);
  }
}
