package dev.millrace.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunId;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.text.JsonText;
import dev.millrace.local.HostOptions;
import dev.millrace.local.TestHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Webhooks, sent by servers that know the secret and by some that do not.
class HooksTest {
  private static final String SECRET = "a shared secret";
  private static final String PLANTED = "planted-token-4711";

  private static TestHost host;
  private static ApiClient api;

  @BeforeAll
  static void open(@TempDir Path data) {
    var options =
        HostOptions.in(data)
            .withApi("127.0.0.1", 0)
            .withEnvironment(
                Map.of("MILLRACE_SECRET_HOOK", SECRET, "MILLRACE_SECRET_TOKEN", PLANTED));
    host = TestHost.start(options);
    api = new ApiClient(host.port());
    host.put(
        """
        dag: triage
        events:
          - webhook: {hmac: {header: X-Signature, prefix: "sha256=", secret: "env://MILLRACE_SECRET_HOOK"}}
            filter: "${ $not(event.body.action = 'ignored') }"
            dedupe: "${ event.body.id }"
        tasks: {only: {pass: "${ input }"}}
        """);
    host.put(
        """
        dag: by_token
        params: {type: object, properties: {n: {type: string}, text: {type: string}}, additionalProperties: false}
        events:
          - webhook: {token: {secret: "env://MILLRACE_SECRET_TOKEN"}}
            input: {text: "${ $string(event) }"}
          - webhook: {token: {header: X-Token, secret: "env://MILLRACE_SECRET_TOKEN"}}
        tasks: {only: {pass: "${ input }"}}
        """);
    host.put(
        """
        dag: unset
        events: [{webhook: {token: {secret: "env://MILLRACE_SECRET_UNSET"}}}]
        tasks: {only: {pass: 1}}
        """);
    host.put("dag: silent\ntasks: {only: {pass: 1}}\n");
  }

  @AfterAll
  static void close() {
    host.close();
  }

  /// Whatever a test did, the next client is served.
  @AfterEach
  void others_are_served_as_before() throws IOException {
    assertThat(api.get("/health").status()).isEqualTo(200);
  }

  private static String signature(String body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      var bytes = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
      return "X-Signature: sha256=" + HexFormat.of().formatHex(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Reply send(String dag, String headers, String body) throws IOException {
    return sendFrom("localhost", dag, headers, body);
  }

  private static Reply sendFrom(String name, String dag, String headers, String body)
      throws IOException {
    var length = body.getBytes(StandardCharsets.UTF_8).length;
    return api.raw(
        "POST /hooks/%s HTTP/1.1\r\nHost: %s\r\n%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(dag, name, headers, length, body));
  }

  private static Reply signed(String body) throws IOException {
    return send("triage", "Content-Type: application/json\r\n" + signature(body), body);
  }

  private static RunId run(Reply reply) {
    return new RunId(reply.json().path("runs").path(0).asText());
  }

  private static String input(RunId run) throws InterruptedException {
    var record = host.end(run);
    return host.host()
        .engine()
        .readRun()
        .show(record, ReadRun.Tasks.COUNTED)
        .path("input")
        .toString();
  }

  @Test
  void a_signed_event_starts_its_run_once() throws Exception {
    var first = signed("{\"id\": 1, \"action\": \"opened\"}");
    assertThat(first.status()).isEqualTo(202);
    assertThat(run(first).text()).matches("triage\\.webhook-[0-9a-f]{32}");
    assertThat(input(run(first))).isEqualTo("{\"id\":1,\"action\":\"opened\"}");

    var again = signed("{\"id\": 1, \"action\": \"changed\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(run(again)).isEqualTo(run(first));
    assertThat(input(run(again))).contains("opened");
    assertThat(run(signed("{\"id\": 2}"))).isNotEqualTo(run(first));
  }

  @Test
  void an_event_without_a_key_starts_a_run_each_time() throws IOException {
    assertThat(run(signed("{}"))).isNotEqualTo(run(signed("{}")));
    assertThat(signed("{\"id\": null}").status()).isEqualTo(202);
  }

  @Test
  void an_event_that_is_filtered_out_is_taken_and_starts_nothing() throws IOException {
    var reply = signed("{\"id\": 3, \"action\": \"ignored\"}");
    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void a_key_that_is_no_key_starts_nothing_and_says_why() throws IOException {
    var reply = signed("{\"id\": {\"a\": 1}}");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.detail()).contains("dedupe").contains("an object");
  }

  @Test
  void an_input_that_params_do_not_allow_starts_nothing_and_says_why() throws IOException {
    var reply =
        send("by_token", "Content-Type: application/json\r\nX-Token: " + PLANTED, "{\"m\": 1}");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.body()).contains("m").doesNotContain(PLANTED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Content-Type: application/json                           | {\"n\": \"x\"} | {\"n\":\"x\"}",
        "Content-Type: application/cloudevents+json; charset=utf-8| {\"n\": \"x\"} | {\"n\":\"x\"}",
        "Content-Type: application/x-www-form-urlencoded          | n=a+b%26c&     | {\"n\":\"a b&c\"}",
        "X-No-Type: 1                                             | {\"n\": \"x\"} | {\"n\":\"x\"}",
      })
  void json_and_forms_are_read(String type, String body, String input) throws Exception {
    var reply = send("by_token", type.strip() + "\r\nX-Token: " + PLANTED, body.strip());
    assertThat(reply.status()).isEqualTo(202);
    assertThat(input(run(reply))).isEqualTo(input);
  }

  @Test
  void an_event_without_a_body_gives_an_empty_input() throws Exception {
    var reply = send("by_token", "X-Token: " + PLANTED, "");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(input(run(reply))).isEqualTo("{}");
  }

  @Test
  void what_proves_the_sender_does_not_get_into_the_run() throws Exception {
    var reply =
        send(
            "by_token",
            "Content-Type: text/plain\r\nX-Kind: a\r\nX-Kind: b\r\nCookie: c="
                + PLANTED
                + "\r\nAuthorization: Bearer "
                + PLANTED,
            "plain words");
    assertThat(reply.status()).isEqualTo(202);
    var event = JsonText.read(JsonText.read(input(run(reply))).path("text").asText());
    assertThat(event.path("body").asText()).isEqualTo("plain words");
    assertThat(event.path("headers").path("x-kind").asText()).isEqualTo("a, b");
    assertThat(event.toString()).doesNotContain(PLANTED);
  }

  @Test
  void other_kinds_of_bodies_are_refused_once_the_sender_is_known() throws IOException {
    var token = "X-Token: " + PLANTED + "\r\nContent-Type: ";
    assertThat(send("by_token", token + "application/octet-stream", "x").status()).isEqualTo(415);
    assertThat(send("by_token", token + "application/json", "{").status()).isEqualTo(400);
    assertThat(send("by_token", token + "application/json", "[".repeat(10_000)).status())
        .isEqualTo(400);
    assertThat(send("by_token", token + "application/x-www-form-urlencoded", "a=%zz").status())
        .isEqualTo(400);
    assertThat(
            send("by_token", token + "application/x-www-form-urlencoded", "a&".repeat(2_000))
                .status())
        .isEqualTo(400);
  }

  /// Servers reach this host by a tunnel's name, and browsers' pages do not know the secret.
  @Test
  void webhooks_come_by_any_name() throws IOException {
    var body = "{\"id\": 5}";
    var headers =
        "Content-Type: application/json\r\nOrigin: https://sender.example\r\n" + signature(body);
    assertThat(sendFrom("tunnel.example", "triage", headers, body).status()).isEqualTo(202);
    assertThat(api.raw("GET /runs HTTP/1.1\r\nHost: tunnel.example\r\n\r\n").status())
        .isEqualTo(403);
    assertThat(api.raw("GET /hooks/../runs HTTP/1.1\r\nHost: tunnel.example\r\n\r\n").status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Signature: sha256=00",
        "X-Signature: ",
        "X-Signature: sha256=",
        "X-Signature: sha256=\u00ff",
        "X-Other: 1",
        "Authorization: Bearer wrong",
        "Authorization: Bearer ",
        "X-Token: planted-token-471",
        "X-Token: planted-token-4711\r\nX-Token: planted-token-4711",
        "Content-Encoding: gzip",
        "Content-Type: application/octet-stream"
      })
  void who_proves_nothing_learns_nothing(String headers) throws IOException {
    var answers = new HashSet<String>();
    var statuses = new HashSet<Integer>();
    for (var dag :
        Set.of(
            "triage",
            "by_token",
            "unset",
            "silent",
            "nowhere",
            "a b",
            "%00",
            "9",
            "x".repeat(200))) {
      var reply = send(dag.replace(" ", "%20"), headers, "{");
      statuses.add(reply.status());
      answers.add(reply.body() + reply.header("www-authenticate") + reply.header("content-type"));
    }
    assertThat(statuses).containsExactly(401);
    assertThat(answers).hasSize(1);
  }

  @Test
  void a_large_body_is_refused_before_anything_is_proved() throws IOException {
    try (var connection = new Connection(host.port())) {
      connection.send(
          "POST /hooks/triage HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6291457\r\n\r\n");
      assertThat(connection.reply().status()).isEqualTo(413);
    }
  }

  @Test
  void only_post_is_taken() throws IOException {
    assertThat(api.get("/hooks/triage").status()).isEqualTo(405);
    assertThat(api.get("/hooks/nowhere").status()).isEqualTo(405);
    assertThat(api.get("/hooks/").status()).isIn(404, 405);
  }

  @Test
  void a_dag_that_waits_for_events_of_aws_is_stored_with_a_warning() throws IOException {
    var reply =
        api.put(
            "/dags/waits",
            "dag: waits\nevents: [{queue: orders}, {after: {dag: triage}}]\ntasks: {a: {pass: 1}}\n");
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json().path("warnings"))
        .singleElement()
        .satisfies(
            warning -> assertThat(warning.asText()).startsWith("events: queue has no effect"));
    assertThat(
            api.put("/dags/silent", "dag: silent\ntasks: {only: {pass: 1}}\n")
                .json()
                .has("warnings"))
        .isFalse();
  }

  @Test
  void dags_that_would_start_after_each_other_for_ever_are_refused() throws IOException {
    var task = "tasks: {a: {pass: 1}}\n";
    host.put("dag: one\nevents: [{after: {dag: three}}]\n" + task);
    host.put("dag: two\nevents: [{after: {dag: one}}]\n" + task);
    var reply = api.put("/dags/three", "dag: three\nevents:\n  - {after: {dag: two}}\n" + task);
    assertThat(reply.status()).isEqualTo(422);
    var problem = reply.json().path("problems").path(0);
    assertThat(problem.path("line").asInt()).isEqualTo(3);
    assertThat(problem.path("message").asText())
        .contains("three starts after two, which starts after one, which starts after three");
  }
}
