package dev.millrace.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.RunStatus;
import java.io.IOException;
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
