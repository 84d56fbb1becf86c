package dev.millrace.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunId;
import dev.millrace.local.TestHost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Outcomes that come from outside.
class CallbackApiTest {
  @TempDir Path data;
  private TestHost host;
  private ApiClient api;

  @BeforeEach
  void open() {
    start();
    host.put("dag: asking\ntasks: {ask: {callback: {}}}\n");
  }

  private void start() {
    host = TestHost.start(data);
    api = new ApiClient(host.port());
  }

  @AfterEach
  void close() {
    host.close();
  }

  private String callback(RunId run) throws IOException, InterruptedException {
    host.awaitFirst(run, "PARKED");
    var url = api.get("/runs/" + run + "/tasks/ask").json().path("callbackUrl").asText();
    assertThat(url).startsWith(host.host().baseUrl().orElseThrow() + "/callbacks/");
    return URI.create(url).getPath();
  }

  @Test
  void an_answer_ends_the_attempt_and_only_the_same_is_taken_again()
      throws IOException, InterruptedException {
    var run = host.run("asking", "a");
    var path = callback(run);

    assertThat(api.ask("POST", path + "/heartbeat").status()).isEqualTo(200);
    var answer = "{\"status\": \"succeeded\", \"output\": {\"there\": true}}";
    assertThat(api.post(path, answer).json()).hasToString("{\"status\":\"accepted\"}");
    host.end(run);
    assertThat(api.get("/runs/asking.a").json().at("/output/ask/there").asBoolean()).isTrue();

    assertThat(api.post(path, answer).status()).isEqualTo(200);
    assertThat(api.post(path, answer.replace("true", "false")).status()).isEqualTo(409);
    assertThat(api.ask("POST", path + "/heartbeat").status()).isEqualTo(410);
  }

  @Test
  void a_failure_has_a_name_and_a_cause() throws IOException, InterruptedException {
    var run = host.run("asking", "a");
    var failure = "{\"status\": \"failed\", \"error\": \"Shipping.Late\", \"cause\": \"snow\"}";
    assertThat(api.post(callback(run), failure).status()).isEqualTo(200);
    host.end(run);
    var error = api.get("/runs/asking.a").json().path("error");
    assertThat(error.path("name").asText()).isEqualTo("Shipping.Late");
    assertThat(error.path("cause").asText()).isEqualTo("snow");
  }

  @Test
  void a_failure_without_a_name_gets_one() throws IOException, InterruptedException {
    var run = host.run("asking", "a");
    api.post(callback(run), "{\"status\": \"failed\"}");
    host.end(run);
    assertThat(api.get("/runs/asking.a").json().at("/error/name").asText())
        .isEqualTo("Callback.Failed");
  }

  @Test
  void who_answers_after_the_run_was_cancelled_is_told_so()
      throws IOException, InterruptedException {
    var run = host.run("asking", "a");
    var path = callback(run);
    api.ask("POST", "/runs/asking.a/cancel");
    host.end(run);
    assertThat(api.post(path, "{\"status\": \"succeeded\"}").status()).isEqualTo(410);
  }

  @Test
  void a_callback_outlives_the_host_that_made_it() throws IOException, InterruptedException {
    var run = host.run("asking", "a");
    var path = callback(run);
    host.kill();
    start();
    assertThat(api.post(path, "{\"status\": \"succeeded\"}").status()).isEqualTo(200);
    assertThat(host.end(run).state().status().name()).isEqualTo("SUCCEEDED");
  }

  @Test
  void a_token_that_was_changed_is_unknown() throws IOException, InterruptedException {
    var path = callback(host.run("asking", "a"));
    var last = path.charAt(path.length() - 2) == 'A' ? 'B' : 'A';
    var forged = path.substring(0, path.length() - 2) + last + path.charAt(path.length() - 1);
    assertThat(api.post(forged, "{\"status\": \"succeeded\"}").status()).isEqualTo(404);
  }
}
