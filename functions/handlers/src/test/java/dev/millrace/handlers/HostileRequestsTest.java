package dev.millrace.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that mean harm, as the HTTP API hands them over: each has its answer, and nothing is
/// changed or given away.
class HostileRequestsTest {
  private static final String JSON = "application/json";
  private static final int MEGABYTE = 1024 * 1024;

  private final TestStack stack = new TestStack();
  private final ApiHandler handler = new ApiHandler(stack.wiring);

  /// What is asked, and the status that it must get.
  record Hostile(String what, int status, HttpEvent event) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Hostile> requests() {
    return Stream.of(
        post("a body of more than 6 MB", 413, JSON, "\"" + "x".repeat(6 * MEGABYTE) + "\""),
        new Hostile(
            "a length that says more than 6 MB",
            413,
            start().body(JSON, "{}").header("content-length", "99999999999")),
        new Hostile(
            "a length that is no number",
            201,
            start().body(JSON, "{}").header("content-length", "x")),
        new Hostile("Base64 that is none", 400, start().base64(JSON, "{}!!")),
        new Hostile(
            "Base64 of what is no text",
            400,
            start().bytes(JSON, new byte[] {'"', (byte) 0xff, '"'})),
        post("a web page's form", 415, "application/x-www-form-urlencoded", "a=b"),
        post("a web page's plain text", 415, "text/plain", "{}"),
        post("two content types", 415, "application/json,text/plain", "{}"),
        post("another character set", 415, "application/json; charset=utf-16", "{}"),
        new Hostile("no content type", 415, start().body(JSON, "{}").header("content-type", "")),
        post("no JSON", 400, JSON, "{\"input\": "),
        post("two values", 400, JSON, "{} {}"),
        post("a key twice", 400, JSON, "{\"name\": \"a\", \"name\": \"b\"}"),
        post("deep nesting", 400, JSON, "[".repeat(100_000) + "]".repeat(100_000)),
        post("a number of many digits", 400, JSON, "{\"input\": " + "9".repeat(100_000) + "}"),
        post("an unknown field", 422, JSON, "{\"admin\": true}"),
        post("a value of the wrong type", 422, JSON, "{\"name\": {\"$ne\": 1}}"),
        post("a name that climbs", 422, JSON, "{\"name\": \"../../x\"}"),
        post(
            "YAML that grows", 400, "application/yaml", "a: &a [x, x]\nb: [*a, *a]\ninput: [*a]\n"),
        get("an unknown path", 404, "/admin", ""),
        get("the root", 404, "/", ""),
        get("no path", 404, "", ""),
        get("a path that climbs", 404, "/dags/../../etc/passwd", ""),
        get("an encoded path that climbs", 404, "/dags/%2e%2e%2f%2e%2e%2fetc", ""),
        get("a path of slashes", 404, "//dags//", ""),
        get("a path that is no UTF-8", 400, "/dags/%ff", ""),
        get("a path with half a percent sign", 400, "/dags/%", ""),
        get("a path with a null byte", 404, "/dags/known\u0000", ""),
        get("a very long path", 404, "/dags/" + "x".repeat(100_000), ""),
        get("a parameter twice", 422, "/runs", "limit=1&limit=2"),
        get("an unknown parameter", 422, "/runs", "debug=1"),
        get("a parameter that is no UTF-8", 400, "/runs", "dag=%ff"),
        get("a parameter with half a percent sign", 400, "/runs", "dag=%"),
        get("a negative limit", 422, "/runs", "limit=-1"),
        get("a huge limit", 422, "/runs", "limit=99999999999999999999"),
        new Hostile(
            "a giant header",
            200,
            HttpEvent.of("GET", "/runs").header("x-big", "x".repeat(MEGABYTE))),
        new Hostile(
            "an id of the last event that is none",
            404,
            HttpEvent.of("GET", "/runs/known.none/events").header("last-event-id", "-1e9999")),
        new Hostile("an unknown method", 405, HttpEvent.of("TRACE", "/runs")),
        new Hostile("a method in small letters", 405, HttpEvent.of("get", "/runs")),
        new Hostile("no method", 405, HttpEvent.of("", "/runs")),
        new Hostile(
            "a method that a header overrides",
            405,
            HttpEvent.of("POST", "/runs").header("x-http-method-override", "GET")),
        new Hostile("no authorization", 403, start().body(JSON, "{}").anonymous()),
        new Hostile(
            "an authorization that a header claims",
            403,
            start().body(JSON, "{}").anonymous().header("x-authorizer", "iam")),
        new Hostile(
            "a path like that of health", 403, HttpEvent.of("GET", "/health/../runs").anonymous()));
  }

  private static Hostile post(String what, int status, String type, String body) {
    return new Hostile(what, status, start().body(type, body));
  }

  private static Hostile get(String what, int status, String path, String query) {
    return new Hostile(what, status, HttpEvent.of("GET", path).query(query));
  }

  private static HttpEvent start() {
    return HttpEvent.of("POST", "/dags/known/runs");
  }

  @BeforeEach
  void put() {
    stack.put("dag: known\ntasks: {only: {pass: 1}}\n");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void it_gets_its_answer_and_nothing_else(Hostile request) throws IOException {
    var reply = HttpReply.of(stack.call(handler, request.event().json()));

    assertThat(reply.status()).as(reply.body()).isEqualTo(request.status());
    assertThat(reply.body()).doesNotContain("Exception", "\tat ", ".java:");
    if (reply.status() >= 400) {
      assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(reply.json().path("status").asInt()).isEqualTo(request.status());
      assertThat(stack.host.runs().due(java.time.Instant.MAX, 1)).isEmpty();
      assertThat(stack.host.dags().list()).hasSize(1);
    }
    assertThat(reply.body().getBytes(StandardCharsets.UTF_8).length).isLessThan(MEGABYTE);
  }
}
