package dev.millrace.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.api.Reply;
import dev.millrace.core.RunStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// The API behind an HTTP API. What its calls mean is tested on the embedded host.
class ApiHandlerTest {
  private static final String YAML = "application/yaml";
  private static final String DAILY_ORDERS = "dag: daily_orders\ntasks: {only: {pass: 1}}\n";

  private final TestStack stack = new TestStack();
  private final ApiHandler handler = new ApiHandler(stack.wiring);

  private HttpReply ask(HttpEvent event) throws IOException {
    return HttpReply.of(stack.call(handler, event.json()));
  }

  @Test
  void a_dag_is_put_started_and_its_run_read() throws IOException {
    var put = ask(HttpEvent.of("PUT", "/dags/daily_orders").body(YAML, DAILY_ORDERS));
    assertThat(put.status()).isEqualTo(201);
    assertThat(put.header("Location")).isEqualTo("/dags/daily_orders");

    var started = HttpReply.of(stack.call(handler, EventFile.read("api")));
    assertThat(started.status()).isEqualTo(201);
    assertThat(started.json().path("run").asText()).isEqualTo("daily_orders.first");

    stack.work();
    var read = ask(HttpEvent.of("GET", "/runs/daily_orders.first").query("tasks=all"));
    assertThat(read.json().path("status").asText()).isEqualTo(RunStatus.SUCCEEDED.name());
    assertThat(read.json().at("/tasks/0/output").asInt()).isEqualTo(1);
    assertThat(read.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void who_answers_through_the_api_is_known_by_their_own_name() throws IOException {
    stack.put("dag: gate\ntasks: {release: {approval: {message: Go?, people: [ana]}}}\n");
    stack.start("gate", "a");
    stack.work();
    var listed = ask(HttpEvent.of("GET", "/approvals")).json().path("approvals");
    assertThat(listed).hasSize(1);
    assertThat(listed.findValues("url")).as("the link holds another's name").isEmpty();

    var answer = "{\"choice\": \"approve\"}";
    var path = "/runs/gate.a/tasks/release/answer";
    var reply = ask(HttpEvent.of("POST", path).body("application/json", answer));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    stack.work();
    var run = ask(HttpEvent.of("GET", "/runs/gate.a")).json();
    assertThat(run.at("/output/release/by").asText())
        .isEqualTo("arn:aws:sts::111122223333:assumed-role/operator/session");
    assertThat(ask(HttpEvent.of("GET", "/approvals")).json().path("approvals")).isEmpty();
  }

  @Test
  void the_daily_call_of_the_stack_is_healthy() throws IOException {
    var reply = HttpReply.of(stack.call(handler, EventFile.read("awake-http")));
    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void a_body_may_come_as_base64() throws IOException {
    var put =
        HttpEvent.of("PUT", "/dags/daily_orders")
            .bytes(YAML, DAILY_ORDERS.getBytes(StandardCharsets.UTF_8));
    assertThat(ask(put).status()).isEqualTo(201);
  }

  @Test
  void a_path_may_come_decoded_or_not() throws IOException {
    stack.later(Duration.ofMinutes(-90));
    stack.put(DAILY_ORDERS + "schedule: {cron: \"0 5 * * *\"}\n");
    stack.later(Duration.ofMinutes(90));
    stack.call(new StartHandler(stack.wiring), EventFile.read("start-tick"));
    assertThat(ask(HttpEvent.of("GET", "/runs/daily_orders@20261123T050000Z")).status())
        .isEqualTo(200);
    assertThat(ask(HttpEvent.of("GET", "/runs/daily_orders%4020261123T050000Z")).status())
        .isEqualTo(200);
  }

  @Test
  void head_answers_without_a_body() throws IOException {
    var reply = ask(HttpEvent.of("HEAD", "/openapi.json"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void a_run_is_followed_by_asking_again_with_what_was_seen() throws IOException {
    stack.put(DAILY_ORDERS);
    stack.start("daily_orders", "a");
    var path = "/runs/daily_orders.a/events";

    var first = ask(HttpEvent.of("GET", path));
    assertThat(first.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(first.body()).startsWith("retry: 2000\n\nid: 1\nevent: snapshot\ndata: {");
    var same = ask(HttpEvent.of("GET", path).header("last-event-id", "1"));
    assertThat(same.status()).isEqualTo(200);
    assertThat(same.body()).isEqualTo("retry: 2000\n\n");

    stack.work();
    var last = ask(HttpEvent.of("GET", path).header("last-event-id", "1"));
    assertThat(last.body()).contains("event: snapshot\n", "event: end\n", "SUCCEEDED");
    var seq = Long.toString(stack.run("daily_orders.a").state().seq());
    var over = ask(HttpEvent.of("GET", path).header("last-event-id", seq));
    assertThat(over.status()).isEqualTo(204);
    assertThat(over.body()).isEmpty();
  }

  @Test
  void a_large_answer_is_packed_for_those_who_take_it_so() throws IOException {
    var whole = whole(2_000_000);
    var plain = HttpApiAnswer.of(whole, request("identity"));
    assertThat(plain.body()).isEqualTo(whole.body());

    var packed = HttpApiAnswer.of(whole, request("br, gzip"));
    assertThat(packed.headers()).containsEntry("Content-Encoding", "gzip");
    assertThat(packed.isBase64()).isTrue();
    var bytes = Base64.getDecoder().decode(packed.body());
    try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(plain.body());
    }
  }

  @Test
  void an_answer_that_lambda_would_not_take_is_a_problem() throws IOException {
    var answer = HttpApiAnswer.of(whole(6_300_000), request("identity"));
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).contains("gzip");
    assertThat(HttpApiAnswer.of(whole(6_300_000), request("gzip")).status()).isEqualTo(200);
  }

  private static Reply.Whole whole(int length) {
    return new Reply.Whole(
        200, Map.of("Content-Type", "application/json"), "\"" + "x".repeat(length) + "\"");
  }

  private HttpApiRequest request(String encodings) {
    var event = HttpEvent.of("GET", "/runs").header("accept-encoding", encodings);
    return new HttpApiRequest(event.json(), stack.invocation());
  }

  @Test
  void an_event_without_authorization_is_answered_with_nothing_but_health() throws IOException {
    var event = (ObjectNode) EventFile.read("api");
    ((ObjectNode) event.path("requestContext")).remove("authorizer");
    assertThat(HttpReply.of(stack.call(handler, event)).status()).isEqualTo(403);
    assertThat(ask(HttpEvent.of("GET", "/dags").anonymous()).status()).isEqualTo(403);
    assertThat(ask(HttpEvent.of("GET", "/health").anonymous()).status()).isEqualTo(200);
  }
}
