package dev.millrace.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunId;
import dev.millrace.engine.text.JsonText;
import dev.millrace.local.TestHost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// People who are asked, and what becomes of their answers.
class ApprovalApiTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  @TempDir Path data;
  private TestHost host;
  private ApiClient api;

  @BeforeEach
  void open() {
    start();
    host.put(
        """
        dag: asking
        tasks:
          ask:
            approval:
              message: "Release <b>${ run.id }</b>?"
              form: {type: object, required: [why], properties: {why: {type: string, minLength: 3}}}
        """);
    host.put("dag: plain\ntasks: {ask: {approval: {message: Go?}}}\n");
    host.put("dag: short\ntasks: {ask: {approval: {message: Go?}, timeout: 10ms}}\n");
    host.put(
        """
        dag: several
        tasks:
          ask:
            map: {over: [north, south]}
            approval: {message: "Open ${ item }?"}
        """);
  }

  private void start() {
    host = TestHost.start(data);
    api = new ApiClient(host.port());
  }

  @AfterEach
  void close() {
    host.close();
  }

  private String link(RunId run) throws IOException, InterruptedException {
    host.awaitFirst(run, "PARKED");
    for (var question : api.get("/approvals").json().path("approvals")) {
      if (question.path("run").asText().equals(run.text())) {
        return URI.create(question.path("url").asText()).getPath();
      }
    }
    throw new IllegalStateException(run + " asks nobody");
  }

  private String output(RunId run) throws IOException, InterruptedException {
    host.end(run);
    return api.get("/runs/" + run).json().at("/output/ask").toString();
  }

  @Test
  void the_page_shows_the_question_and_takes_the_answer() throws IOException, InterruptedException {
    var run = host.run("asking", "a");
    var path = link(run);

    var page = api.get(path);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Content-Security-Policy"))
        .startsWith("default-src 'none';")
        .contains("frame-ancestors 'none'", "form-action 'self'")
        .doesNotContain("unsafe");
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.body()).contains("Release &lt;b&gt;asking.a&lt;/b&gt;?", "value=\"approve\"");

    var wrong = api.send("POST", path, FORM, "choice=approve&form=&form%3Atext%3Awhy=ok");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body()).contains("the form&#39;s /why", "value=\"ok\"", "checked");

    var right = "choice=approve&form=&form%3Atext%3Awhy=tests+are+green";
    assertThat(api.send("POST", path, FORM, right).status()).isEqualTo(200);
    assertThat(output(run))
        .matches(
            "\\{\"choice\":\"approve\",\"by\":null,\"at\":\"[0-9T:.-]+Z\",\"form\":\\{\"why\":\"tests"
                + " are green\"}}");
    assertThat(api.send("POST", path, FORM, right).status()).isEqualTo(200);
    assertThat(api.send("POST", path, FORM, "choice=reject&form=").status()).isEqualTo(409);
    assertThat(api.get(path).body()).contains("Already answered");
  }

  /// What a program sends, and what it is told; `{}` stands for the question's link.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /approvals/{}           | {"choice": "approve"}               | 200
          /approvals/{}           | {"choice": "approve", "form": null} | 200
          /approvals/{}           | {"choice": "perhaps"}               | 422
          /approvals/{}           | {"choice": "approve", "form": {}}   | 422
          /approvals/{}           | {"choice": 1}                       | 422
          /approvals/{}           | {}                                  | 422
          /approvals/{}           | {"answer": "approve"}               | 422
          /approvals/{}x          | {"choice": "approve"}               | 404
          /approvals/x{}          | {"choice": "approve"}               | 404
          /approvals/..           | {"choice": "approve"}               | 404
          /callbacks/{}           | {"status": "succeeded"}             | 404
          /callbacks/{}/heartbeat | {}                                  | 404
          """)
  void an_answer_is_taken_by_its_token_alone(String at, String answer, int status)
      throws IOException, InterruptedException {
    var run = host.run("plain", "a");
    var path = link(run);

    var reply = api.post(at.replace("{}", path.substring("/approvals/".length())), answer);

    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(api.get("/approvals").json().path("approvals")).hasSize(status == 200 ? 0 : 1);
  }

  @ParameterizedTest
  @CsvSource({
    "'many=1&many=2', has a field twice",
    "'choice=%zz', not percent-encoded UTF-8",
    "'choice=%ff', not percent-encoded UTF-8",
  })
  void a_form_that_no_page_sends_is_refused(String form, String why)
      throws IOException, InterruptedException {
    var reply = api.send("POST", link(host.run("asking", "a")), FORM, form);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains(why);
  }

  @Test
  void a_form_has_an_end() throws IOException, InterruptedException {
    var path = link(host.run("asking", "a"));
    var fields = new ArrayList<>(List.of("choice=approve", "form=", "form:text:why=fine"));
    for (var field = fields.size() + 1; field <= 1_001; field++) {
      fields.add("f" + field + "=");
    }
    assertThat(api.send("POST", path, FORM, String.join("&", fields)).body())
        .contains("1,000 fields");
    fields.removeLast();
    assertThat(api.send("POST", path, FORM, String.join("&", fields)).status()).isEqualTo(200);
  }

  @Test
  void a_token_that_was_changed_in_any_place_is_unknown() throws IOException, InterruptedException {
    var path = link(host.run("plain", "a"));
    var token = path.substring("/approvals/".length());
    for (var at = 0; at < token.length(); at++) {
      var other = token.charAt(at) == 'A' ? 'B' : 'A';
      var forged = token.substring(0, at) + other + token.substring(at + 1);
      assertThat(api.post("/approvals/" + forged, "{\"choice\": \"approve\"}").status())
          .as("changed at %d", at)
          .isEqualTo(404);
    }
  }

  @Test
  void of_answers_at_the_same_time_one_wins_and_only_its_like_are_accepted() throws Exception {
    host.put(
        "dag: many\ntasks: {ask: {approval: {message: Which?, choices: [a, b, c, d, e, f]}}}\n");
    var run = host.run("many", "a");
    var path = link(run);
    var together = new CountDownLatch(1);
    var calls = new ArrayList<Callable<String>>();
    for (var choice : List.of("a", "b", "c", "d", "e", "f")) {
      for (var twice = 0; twice < 2; twice++) {
        calls.add(
            () -> {
              together.await();
              return choice + api.post(path, "{\"choice\": \"" + choice + "\"}").status();
            });
      }
    }
    var answers = new TreeMap<String, Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sent = calls.stream().map(threads::submit).toList();
      together.countDown();
      for (var each : sent) {
        answers.merge(each.get(), 1, Integer::sum);
      }
    }
    var won = JsonText.read(output(run)).path("choice").asText();
    var expected = new TreeMap<String, Integer>();
    for (var choice : List.of("a", "b", "c", "d", "e", "f")) {
      expected.put(choice + (choice.equals(won) ? 200 : 409), 2);
    }
    assertThat(answers).isEqualTo(expected);
  }

  @Test
  void when_the_time_is_over_nothing_is_taken_and_nothing_is_listed()
      throws IOException, InterruptedException {
    var asked = host.run("plain", "a");
    var path = link(asked);
    api.ask("POST", "/runs/plain.a/cancel");
    host.end(asked);
    assertThat(api.post(path, "{\"choice\": \"approve\"}").status()).isEqualTo(410);
    assertThat(api.get(path).status()).isEqualTo(410);
    assertThat(api.send("POST", path, FORM, "choice=approve").status()).isEqualTo(410);

    var late = host.run("short", "a");
    assertThat(host.end(late).error().orElseThrow().name().text()).isEqualTo("Timeout");
    assertThat(api.get("/approvals").json().path("approvals")).isEmpty();
  }

  @Test
  void a_callback_that_has_ended_takes_no_signs_of_life() throws IOException, InterruptedException {
    host.put("dag: waiting\ntasks: {ask: {callback: {}, heartbeat: 1h}}\n");
    var run = host.run("waiting", "a");
    host.awaitFirst(run, "PARKED");
    var url = api.get("/runs/waiting.a/tasks/ask").json().path("callbackUrl").asText();
    var path = URI.create(url).getPath();
    api.post(path, "{\"status\": \"succeeded\"}");
    host.end(run);
    assertThat(api.ask("POST", path + "/heartbeat").status()).isEqualTo(410);
    assertThat(api.get(path.replace("callbacks", "approvals")).status()).isEqualTo(404);
  }

  @Test
  void callers_of_the_api_answer_without_a_link() throws IOException, InterruptedException {
    var run = host.run("several", "a");
    while (api.get("/approvals").json().path("approvals").size() < 2) {
      Thread.onSpinWait(); // the other instance is about to ask
    }
    var path = "/runs/several.a/tasks/ask/answer";
    assertThat(api.post(path, "{\"choice\": \"approve\"}").status()).isEqualTo(404);
    assertThat(api.post(path, "{\"choice\": \"approve\", \"index\": 2}").status()).isEqualTo(404);
    assertThat(api.post(path, "{\"choice\": \"approve\", \"index\": 1}").status()).isEqualTo(200);
    assertThat(api.post(path, "{\"choice\": \"reject\", \"index\": 0}").status()).isEqualTo(200);
    assertThat(api.post(path, "{\"choice\": \"reject\", \"index\": 1}").status()).isEqualTo(409);
    var output = JsonText.read(output(run));
    assertThat(output.findValuesAsText("choice")).containsExactly("reject", "approve");
  }

  @Test
  void open_questions_are_listed_page_by_page() throws IOException, InterruptedException {
    for (var name : List.of("a", "b", "c")) {
      link(host.run("plain", name));
    }
    var first = api.get("/approvals?limit=2").json();
    assertThat(first.path("approvals").findValuesAsText("run"))
        .containsExactly("plain.a", "plain.b");
    var second = api.get("/approvals?limit=2&cursor=" + first.path("cursor").asText()).json();
    assertThat(second.path("approvals").findValuesAsText("run")).containsExactly("plain.c");
    assertThat(second.path("cursor").isNull()).isTrue();
    assertThat(api.get("/approvals?limit=0").status()).isEqualTo(422);
    assertThat(api.get("/approvals?page=2").status()).isEqualTo(422);
  }

  @Test
  void a_question_outlives_the_host_that_asked_it() throws IOException, InterruptedException {
    var run = host.run("plain", "a");
    var path = link(run);
    host.kill();
    start();
    assertThat(api.get(path).body()).contains("Go?");
    assertThat(api.post(path, "{\"choice\": \"reject\"}").status()).isEqualTo(200);
    assertThat(JsonText.read(output(run)).path("choice").asText()).isEqualTo("reject");
  }

  @Test
  void the_pages_own_form_passes_the_guard_and_no_other_page_reaches_further()
      throws IOException, InterruptedException {
    var run = host.run("plain", "a");
    var path = link(run);
    var body = "choice=approve";
    var head =
        "POST %s HTTP/1.1\r\nHost: localhost:%d\r\nOrigin: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s";
    var elsewhere = "/runs/plain.a/tasks/ask/answer";
    assertThat(
            api.raw(head.formatted(elsewhere, host.port(), "null", FORM, body.length(), body))
                .status())
        .isEqualTo(403);
    assertThat(api.send("POST", elsewhere, FORM, body).status()).isEqualTo(415);
    assertThat(
            api.raw(head.formatted(path, host.port(), "null", FORM, body.length(), body)).status())
        .isEqualTo(200);
  }
}
