package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import dev.millrace.integrations.TestConnections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a connection adds to the requests of its tasks, and where that goes and where not.
class ConnectionRequestsTest {
  private static final String SECRET = "pl4nted/s+cret=";

  private final Client client = Client.embedded();
  private final RecordingServer server =
      RecordingServer.started().on("/", 200, "text/plain", "arrived");
  private final RecordingServer other =
      RecordingServer.started().on("/", 200, "text/plain", "elsewhere");
  private final TestConnections connections = new TestConnections().keep("secret://shop", SECRET);

  @AfterEach
  void close() {
    client.close();
    server.close();
    other.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api | /orders | /api/orders",
        "/api | orders?day=1 | /api/orders?day=1",
        "/api/ | orders/ | /api/orders/",
        "/api | '' | /api",
        "/api | ?day=1 | /api?day=1",
        "'' | '' | /",
        "'' | orders | /orders",
        "/api | /a%2F..%2Fb | /api/a%2F..%2Fb",
        "/api | /@evil.example/ | /api/@evil.example/",
        "/api | .evil.example | /api/.evil.example",
      })
  void an_address_is_put_behind_the_base_address(String base, String address, String target) {
    connect(base, "auth: {bearer: {token: secret://shop}}");

    assertThat(get(address)).isInstanceOf(Execution.Done.class);

    assertThat(server.onlyRequest().target()).isEqualTo(target);
    assertThat(server.onlyRequest().header("authorization")).hasValue("Bearer " + SECRET);
  }

  @Test
  void a_whole_address_at_the_connections_own_host_is_taken() {
    connect("/api", "auth: {bearer: {token: secret://shop}}");

    get(server.url("/other/place"));

    assertThat(server.onlyRequest().target()).isEqualTo("/other/place");
    assertThat(server.onlyRequest().header("authorization")).hasValue("Bearer " + SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OTHER/x",
        "//127.0.0.1:OTHERPORT/x",
        "https:evil",
        "/a/../../b",
        "/%2e%2e/b",
        "\\\\\\\\evil.example/x",
        "///evil.example"
      })
  void an_address_that_leaves_the_connection_is_refused_and_nothing_is_sent(String address) {
    connect("/api", "auth: {bearer: {token: secret://shop}}");

    var execution =
        get(address.replace("OTHERPORT", "" + other.port()).replace("OTHER", other.url("")));

    if (execution instanceof Execution.Failed failed) {
      assertThat(failed.error().text()).isEqualTo("Arguments.Invalid");
      assertThat(server.requests()).isEmpty();
    } else {
      // Behind the host there is a slash, whatever follows.
      assertThat(server.onlyRequest().target()).startsWith("/api/");
    }
    assertThat(other.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{basic: {user: ada, password: 'secret://shop'}} | authorization | Basic YWRhOnBsNG50ZWQvcytjcmV0PQ==",
        "{bearer: {token: 'secret://shop'}} | authorization | Bearer pl4nted/s+cret=",
        "{apiKey: {header: X-Api-Key, key: 'secret://shop'}} | x-api-key | pl4nted/s+cret=",
      })
  void a_header_shows_who_asks(String auth, String header, String value) {
    connect("/api", "auth: " + auth);

    get("/orders");

    assertThat(server.onlyRequest().header(header)).hasValue(value);
  }

  @Test
  void a_key_in_the_query_is_added_and_takes_the_place_of_one_that_is_there() {
    connect("/api", "auth: {apiKey: {query: key, key: 'secret://shop'}}");

    get("/orders?a=1&key=mine&b=2");

    assertThat(server.onlyRequest().target())
        .isEqualTo("/api/orders?a=1&b=2&key=pl4nted%2Fs%2Bcret%3D");
  }

  @Test
  void a_line_break_at_the_end_of_a_secret_does_no_harm_and_one_within_it_fails_the_attempt() {
    connections.keep("secret://shop", SECRET + "\n");
    connect("", "auth: {bearer: {token: secret://shop}}");
    get("/");
    assertThat(server.onlyRequest().header("authorization")).hasValue("Bearer " + SECRET);

    connections.keep("secret://shop", "one\ntwo");
    var failed = (Execution.Failed) get("/");
    assertThat(failed.error().text()).isEqualTo("Connection.Unusable");
    assertThat(failed.cause())
        .isEqualTo(
            "connection shop: what the header Authorization is to hold must be at most 8,192"
                + " visible ASCII characters on one line. Keep the secret in that form.");
  }

  @Test
  void a_tasks_own_header_wins_over_the_connections_but_not_over_how_it_signs_in() {
    connect(
        "",
        """
        auth: {bearer: {token: secret://shop}}
        headers: {accept: text/csv, X-Tenant: secret://shop}
        """);

    execute(
        "{\"get\": \"/\", \"connection\": \"shop\","
            + " \"headers\": {\"Accept\": \"text/plain\", \"Authorization\": \"Bearer mine\"}}");

    assertThat(server.onlyRequest().headers())
        .containsEntry("accept", "text/plain")
        .containsEntry("x-tenant", SECRET)
        .containsEntry("authorization", "Bearer " + SECRET);
  }

  @Test
  void run_headers_can_be_turned_off() {
    connect("", "runHeaders: false");

    get("/");

    assertThat(server.onlyRequest().headers())
        .doesNotContainKeys("millrace-run", "millrace-task", "millrace-attempt")
        .containsKey("traceparent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth: {bearer: {token: secret://shop}}",
        "auth: {apiKey: {query: key, key: 'secret://shop'}}",
        "headers: {X-Tenant: secret://shop}",
      })
  void a_redirect_takes_secrets_to_the_same_host_and_to_no_other(String sign) {
    connect("", sign);
    server.on("/near", (exchange, _) -> RecordingServer.redirect(exchange, 307, "/there?a=1"));
    server.on(
        "/far",
        (exchange, request) ->
            RecordingServer.redirect(
                exchange, 307, other.url("/there?" + request.target().replaceFirst(".*\\?", ""))));

    assertThat(get("/near")).isInstanceOf(Execution.Done.class);
    assertThat(get("/far")).isInstanceOf(Execution.Done.class);

    assertThat(server.requests().get(1).toString()).matches(holds(SECRET));
    assertThat(other.onlyRequest().toString()).doesNotMatch(holds(SECRET));
  }

  @Test
  void a_redirect_does_not_wait_for_its_own_turn() {
    connect("", "limits: {concurrent: 1}");
    server.on("/near", (exchange, _) -> RecordingServer.redirect(exchange, 307, "/there"));

    assertThat(get("/near")).isInstanceOf(Execution.Done.class);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void a_page_elsewhere_is_read_without_secrets() {
    connect("", "auth: {bearer: {token: secret://shop}}");
    server.on(
        "/orders",
        200,
        "application/json",
        "{\"next\": \"" + other.url("/2") + "\", \"items\": 1}");
    other.on("/2", 200, "application/json", "{\"items\": 2}");

    var done =
        (Execution.Done)
            execute(
                """
                {"get": "/orders", "connection": "shop",
                 "pages": {"next": "${ result.body.next }", "items": "${ result.body.items }"}}""");

    assertThat(done.result().path("body").toString()).isEqualTo("[1,2]");
    assertThat(other.onlyRequest().toString()).doesNotMatch(holds(SECRET));
  }

  @Test
  void a_parked_poll_keeps_no_secret_and_signs_in_again() {
    connect("", "auth: {apiKey: {query: key, key: 'secret://shop'}}");
    server.on(
        "/jobs",
        (exchange, request) -> {
          exchange.getResponseHeaders().set("Location", "/job/1?" + query(request));
          RecordingServer.send(exchange, 200, "application/json", "{}");
        });
    server.on("/job", 200, "application/json", "{\"done\": true}");
    var attempt =
        TestAttempt.with(
                """
                {"post": "/jobs", "connection": "shop",
                 "poll": {"get": "${ result.headers.location }", "until": "${ result.body.done }"}}""")
            .on(connections);

    var parked = (Execution.Parked) client.execute(attempt);
    assertThat(parked.note().toString()).doesNotMatch(holds(SECRET));
    var resumed = attempt.resumedWith(parked.note()).at(parked.wakeAt().orElseThrow());
    var done = client.execute(resumed.until(resumed.now().plusSeconds(60)));

    assertThat(done).isInstanceOf(Execution.Done.class);
    assertThat(server.requests().getLast().target()).isEqualTo("/job/1?key=pl4nted%2Fs%2Bcret%3D");
  }

  @Test
  void an_address_to_poll_that_holds_a_secret_is_not_kept() {
    connect("", "auth: {bearer: {token: secret://shop}}");
    server.on("/jobs", 200, "application/json", "{\"at\": \"/job?of=pl4nted%2Fs%2Bcret%3D\"}");

    var failed =
        (Execution.Failed)
            execute(
                """
                {"post": "/jobs", "connection": "shop",
                 "poll": {"get": "${ result.body.at }", "until": "${ result.body.done }"}}""");

    assertThat(failed.error().text()).isEqualTo("Http.BadBody");
    assertThat(failed.cause()).contains("a secret of the connection").doesNotMatch(holds(SECRET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth: {bearer: {token: secret://shop}}",
        "auth: {basic: {user: ada, password: secret://shop}}",
        "auth: {apiKey: {query: key, key: 'secret://shop'}}",
        "headers: {X-Tenant: secret://shop}",
      })
  void a_server_that_repeats_the_request_does_not_get_a_secret_into_the_cause(String sign) {
    connect("", sign);
    server.on("/echo", (exchange, request) -> repeat(exchange, request, 0));
    for (var cut = 0; cut < 200; cut++) {
      var filling = 1_024 - cut;
      server.on(
          "/cut" + cut, (exchange, request) -> repeat(exchange, request, Math.max(0, filling)));
    }

    var failed = (Execution.Failed) get("/echo");
    assertThat(failed.error().text()).isEqualTo("Http.400");
    assertThat(failed.cause()).contains("***").doesNotMatch(holds(SECRET));
    for (var cut = 0; cut < 200; cut++) {
      var within = (Execution.Failed) get("/cut" + cut);
      // What a cut leaves of it is hidden too, but for a few letters.
      assertThat(within.cause()).doesNotContain("pl4nt").doesNotContain("YWRhO");
    }
  }

  @Test
  void the_connections_timeout_bounds_an_exchange() throws Exception {
    connections.put("connection: shop\nbaseUrl: " + server.url("") + "\ntimeout: 5s\n");
    server.on("/slow", (_, _) -> client.alarms.endAllExchanges());

    var failed = (Execution.Failed) get("/slow");

    assertThat(failed.error().text()).isEqualTo("Http.Timeout");
    assertThat(failed.cause()).contains("no whole answer within 5s");
  }

  @Test
  void a_signed_request_carries_what_was_signed() {
    connect(
        "/api",
        "auth: {sigv4: {service: execute-api, region: eu-west-1, accessKeyId: AKIDEXAMPLE,"
            + " secretAccessKey: secret://shop, sessionToken: secret://shop}}");

    execute("{\"post\": \"/a%20b?x=1\", \"connection\": \"shop\", \"json\": {\"a\": 1}}");

    var sent = server.onlyRequest();
    assertThat(sent.headers())
        .containsEntry("x-amz-date", "20261123T060000Z")
        .containsEntry("x-amz-security-token", SECRET)
        .containsEntry("x-amz-content-sha256", hash(sent));
    var again =
        new Signature4(
                "POST",
                sent.header("host").orElseThrow(),
                sent.target(),
                java.util.List.of(
                    new Parameter("content-type", "application/json"),
                    new Parameter(
                        "x-amz-content-sha256", sent.header("x-amz-content-sha256").orElseThrow())),
                hash(sent),
                TestAttempt.NOW)
            .by(
                new SignIn.Signed(
                    "execute-api",
                    "eu-west-1",
                    "AKIDEXAMPLE",
                    SECRET,
                    java.util.Optional.of(SECRET)));
    assertThat(sent.header("authorization")).hasValue(again.getLast().value());
  }

  private static String hash(RecordingServer.Recorded sent) {
    return Signature4.hash(sent.body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void a_connection_that_is_not_there_fails_the_attempt() {
    var failed = (Execution.Failed) get("/");

    assertThat(failed.error().text()).isEqualTo("Connection.NotFound");
  }

  private static void repeat(
      com.sun.net.httpserver.HttpExchange exchange, RecordingServer.Recorded request, int filling)
      throws java.io.IOException {
    var said = request.target() + " " + new java.util.TreeMap<>(request.headers());
    RecordingServer.send(exchange, 400, "text/plain", ".".repeat(filling) + said);
  }

  private static String query(RecordingServer.Recorded request) {
    return request.target().substring(request.target().indexOf('?') + 1);
  }

  /// In any of the forms in which it travels.
  private static String holds(String secret) {
    return "(?s).*(" + java.util.regex.Pattern.quote(secret) + "|pl4nted%2Fs|YWRhOnBsNG50).*";
  }

  private void connect(String base, String lines) {
    connections.put("connection: shop\nbaseUrl: " + server.url(base) + "\n" + lines + "\n");
  }

  private Execution get(String address) {
    return execute("{\"get\": \"" + address + "\", \"connection\": \"shop\"}");
  }

  private Execution execute(String arguments) {
    return client.execute(TestAttempt.with(arguments).on(connections));
  }
}
