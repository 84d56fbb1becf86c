package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import dev.millrace.integrations.TestConnections;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tokens for a client's id and secret: fetched, kept, renewed.
class OAuth2Test {
  private static final String ATTEMPT = "{\"get\": \"/orders\", \"connection\": \"shop\"}";

  private final Client client = Client.embedded();
  private final AtomicInteger given = new AtomicInteger();
  private final Set<String> valid = ConcurrentHashMap.newKeySet();
  private final RecordingServer auth =
      RecordingServer.started().on("/token", (exchange, _) -> give(exchange, "3600"));
  private final RecordingServer server = RecordingServer.started().on("/", this::answer);
  private final TestConnections connections =
      new TestConnections().keep("secret://client", "pl4nted & more");

  @BeforeEach
  void connect() {
    connect("");
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
    auth.close();
  }

  @Test
  void a_token_is_asked_for_as_the_standard_says() {
    connect(", scope: read write, audience: shop");

    assertThat(execute(TestAttempt.NOW)).isInstanceOf(Execution.Done.class);

    var asked = auth.onlyRequest();
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.body())
        .isEqualTo("grant_type=client_credentials&scope=read%20write&audience=shop");
    // my%20id as a form writes it, and so the secret
    assertThat(asked.headers())
        .containsEntry("authorization", "Basic bXkraWQ6cGw0bnRlZCslMjYrbW9yZQ==")
        .containsEntry("content-type", "application/x-www-form-urlencoded")
        .containsEntry("accept", "application/json")
        .doesNotContainKey("millrace-run");
    assertThat(server.onlyRequest().header("authorization")).hasValue("Bearer token-1");
  }

  @Test
  void id_and_secret_can_go_in_the_form() {
    connect(", sentAs: body");

    execute(TestAttempt.NOW);

    assertThat(auth.onlyRequest().body())
        .isEqualTo(
            "grant_type=client_credentials&client_id=my%20id&client_secret=pl4nted%20%26%20more");
    assertThat(auth.onlyRequest().header("authorization")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"3600, 3569, 3570", "40, 19, 20", "\"3600\", 3569, 3570", "null, 269, 270"})
  void a_token_is_kept_until_shortly_before_it_expires(String expiresIn, long before, long after) {
    auth.on("/short", (exchange, _) -> give(exchange, expiresIn));
    connections.put(document("/short", ""));

    execute(TestAttempt.NOW);
    execute(TestAttempt.NOW.plusSeconds(before));
    assertThat(auth.requests()).hasSize(1);
    execute(TestAttempt.NOW.plusSeconds(after));
    assertThat(auth.requests()).hasSize(2);
    assertThat(server.requests().getLast().header("authorization")).hasValue("Bearer token-2");
  }

  @Test
  void another_secret_gets_another_token() {
    execute(TestAttempt.NOW);
    connections.keep("secret://client", "rotated");
    execute(TestAttempt.NOW);

    assertThat(auth.requests()).hasSize(2);
  }

  @Test
  void a_token_that_is_refused_is_renewed_once() {
    execute(TestAttempt.NOW);
    valid.clear();

    assertThat(execute(TestAttempt.NOW)).isInstanceOf(Execution.Done.class);

    assertThat(auth.requests()).hasSize(2);
    assertThat(server.requests())
        .extracting(request -> request.headers().get("authorization"))
        .containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
  }

  @Test
  void a_place_that_refuses_every_token_is_asked_twice_and_then_the_attempt_fails() {
    auth.on("/useless", (exchange, _) -> give(exchange, "3600", "never-valid"));
    connections.put(document("/useless", ""));

    var failed = (Execution.Failed) execute(TestAttempt.NOW);

    assertThat(failed.error().text()).isEqualTo("Http.401");
    assertThat(failed.cause()).doesNotContain("never-valid");
    assertThat(auth.requests()).hasSize(2);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void attempts_at_the_same_time_share_one_token() throws Exception {
    var asked = new CountDownLatch(1);
    var here = new CountDownLatch(1);
    auth.on(
        "/slow",
        (exchange, _) -> {
          asked.countDown();
          awaitOn(here);
          give(exchange, "3600");
        });
    connections.put(document("/slow", ""));

    var running = new ArrayList<Client.Running>();
    for (var i = 0; i < 50; i++) {
      running.add(client.start(TestAttempt.with(ATTEMPT).on(connections)));
    }
    // The others wait for it by now, or will find it: there is no third way.
    asked.await();
    here.countDown();

    for (var attempt : running) {
      assertThat(attempt.get()).isInstanceOf(Execution.Done.class);
    }
    assertThat(auth.requests()).hasSize(1);
    assertThat(server.requests()).hasSize(50);
  }

  @Test
  void a_refusal_that_repeats_the_secret_is_shared_without_it() throws Exception {
    var asked = new CountDownLatch(1);
    var here = new CountDownLatch(1);
    auth.on(
        "/telling",
        (exchange, request) -> {
          asked.countDown();
          awaitOn(here);
          var told = request.header("authorization").orElseThrow();
          RecordingServer.send(exchange, 400, "text/plain", "you sent " + told);
        });
    connections.put(document("/telling", ""));

    var running = new ArrayList<Client.Running>();
    for (var i = 0; i < 10; i++) {
      running.add(client.start(TestAttempt.with(ATTEMPT).on(connections)));
    }
    asked.await();
    here.countDown();

    for (var attempt : running) {
      var failed = (Execution.Failed) attempt.get();
      assertThat(failed.cause()).contains("you sent Basic ***").doesNotContain("bXkraWQ6");
    }
  }

  @Test
  void an_attempt_that_is_interrupted_while_it_fetches_leaves_that_to_another() throws Exception {
    var first = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    auth.on(
        "/once",
        (exchange, _) -> {
          if (auth.requests().size() == 1) {
            first.countDown();
            awaitOn(over);
          }
          give(exchange, "3600");
        });
    connections.put(document("/once", ""));

    var interrupted = client.start(TestAttempt.with(ATTEMPT).on(connections));
    first.await();
    var other = client.start(TestAttempt.with(ATTEMPT).on(connections));
    interrupted.thread().interrupt();

    assertThat(other.get()).isInstanceOf(Execution.Done.class);
    over.countDown();
    assertThat(auth.requests()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {\"error\": \"invalid_client\", \"of\": \"pl4nted & more\"} | Connection.TokenRefused | invalid_client",
        "503 | busy | Connection.TokenUnavailable | status 503",
        "429 | slow down | Connection.TokenUnavailable | status 429",
        "200 | {\"token\": \"x\"} | Connection.TokenRefused | no access_token that can go into a header",
        "200 | {\"access_token\": \"a\\nb\"} | Connection.TokenRefused | no access_token that can go into a header",
        "200 | <html> | Connection.TokenRefused | not JSON",
        "302 | - | Connection.TokenRefused | status 302",
      })
  void a_place_that_gives_no_token_fails_the_attempt(
      int status, String body, String error, String cause) {
    auth.on("/broken", (exchange, _) -> RecordingServer.send(exchange, status, "text/plain", body));
    connections.put(document("/broken", ""));

    var failed = (Execution.Failed) execute(TestAttempt.NOW);

    assertThat(failed.error().text()).isEqualTo(error);
    assertThat(failed.cause())
        .startsWith("connection shop: POST " + auth.url("/broken") + ": ")
        .contains(cause)
        .doesNotContain("pl4nted");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void a_place_where_nobody_listens_is_unavailable() {
    auth.close();

    var failed = (Execution.Failed) execute(TestAttempt.NOW);

    assertThat(failed.error().text()).isEqualTo("Connection.TokenUnavailable");
    assertThat(failed.cause()).contains("no connection");
  }

  private static void awaitOn(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void give(HttpExchange exchange, String expiresIn) throws IOException {
    var token = "token-" + given.incrementAndGet();
    valid.add("Bearer " + token);
    give(exchange, expiresIn, token);
  }

  private static void give(HttpExchange exchange, String expiresIn, String token)
      throws IOException {
    RecordingServer.send(
        exchange,
        200,
        "application/json",
        "{\"access_token\": \"%s\", \"token_type\": \"Bearer\", \"expires_in\": %s}"
            .formatted(token, expiresIn));
  }

  private void answer(HttpExchange exchange, RecordingServer.Recorded request) throws IOException {
    var status = valid.contains(request.header("authorization").orElse("")) ? 200 : 401;
    RecordingServer.send(exchange, status, "text/plain", request.headers().toString());
  }

  private void connect(String more) {
    connections.put(document("/token", more));
  }

  private String document(String path, String more) {
    return """
    connection: shop
    baseUrl: %s
    auth: {oauth2: {tokenUrl: "%s", clientId: my id, clientSecret: secret://client%s}}
    """
        .formatted(server.url(""), auth.url(path), more);
  }

  private Execution execute(Instant now) {
    return client.execute(
        TestAttempt.with(ATTEMPT).on(connections).at(now).until(now.plusSeconds(60)));
  }
}
