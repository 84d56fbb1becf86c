package dev.millrace.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.engine.CallbackTokens;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The routes that are open to everybody.
class CallbackHandlerTest {
  private final TestStack stack = new TestStack();
  private final CallbackHandler handler = new CallbackHandler(stack.wiring);

  private HttpReply ask(String file, String path) throws IOException {
    var event = (ObjectNode) EventFile.read(file);
    return HttpReply.of(stack.call(handler, event.put("rawPath", path)));
  }

  /// Of a run that waits for it.
  private String token() throws IOException {
    stack.put("dag: gate\ntasks: {release: {callback: {}}}\n");
    stack.start("gate", "a");
    stack.work();
    var task =
        HttpReply.of(
                stack.call(
                    new ApiHandler(stack.wiring),
                    HttpEvent.of("GET", "/runs/gate.a/tasks/release").json()))
            .json();
    var url = task.at("/callbackUrl").asText();
    return url.substring(url.lastIndexOf('/') + 1);
  }

  @Test
  void whoever_has_the_token_ends_the_attempt() throws IOException {
    var token = token();
    var heartbeat = ask("callback-heartbeat", "/callbacks/" + token + "/heartbeat");
    assertThat(heartbeat.status()).as(heartbeat.body()).isEqualTo(200);
    assertThat(ask("callback", "/callbacks/" + token).status()).isEqualTo(200);
    stack.work();
    assertThat(stack.run("gate.a").state().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void a_token_that_nobody_gave_is_not_found() throws IOException {
    var event = EventFile.read("callback");
    assertThat(HttpReply.of(stack.call(handler, event)).status()).isEqualTo(404);
  }

  /// What the page's form sends comes base 64 encoded, as all that is neither JSON nor text.
  @Test
  void people_read_their_question_and_answer_it() throws IOException {
    stack.put("dag: gate\ntasks: {release: {approval: {message: Go?, people: [ana]}}}\n");
    stack.start("gate", "a");
    stack.work();
    var token =
        new CallbackTokens(new byte[CallbackTokens.KEY_BYTES], "https://api.example.com")
            .approvalTokenOf(
                new RunId("gate.a"), new TaskName("release"), Work.of(0), 1, Optional.of("ana"));
    var path = "/approvals/" + token;

    var page = HttpReply.of(stack.call(handler, HttpEvent.of("GET", path).json()));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("Go?", "You answer as <strong>ana</strong>");

    assertThat(ask("approval", path).status()).isEqualTo(200);
    assertThat(ask("approval", path).status()).isEqualTo(200);
    stack.work();
    assertThat(stack.run("gate.a").state().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /dags
          PUT    | /dags/known
          GET    | /runs
          DELETE | /runs/known.a
          POST   | /dags/known/runs
          GET    | /actions
          GET    | /approvals
          POST   | /runs/known.a/tasks/only/answer
          GET    | /health
          GET    | /openapi.json
          POST   | /validate
          POST   | /callbacks/../dags/known/runs
          """)
  void nothing_but_callbacks_is_answered(String method, String path) throws IOException {
    stack.put("dag: known\ntasks: {only: {pass: 1}}\n");
    var reply = HttpReply.of(stack.call(handler, HttpEvent.of(method, path).json()));
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).doesNotContain("known.a");
  }
}
