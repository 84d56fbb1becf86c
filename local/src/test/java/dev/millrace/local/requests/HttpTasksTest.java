package dev.millrace.local.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.engine.ReadRun;
import dev.millrace.local.TestHost;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTasksTest {
  @TempDir Path data;

  private static String polling(JobServer server) {
    return """
        dag: job
        tasks:
          job:
            http:
              post: "%s"
              poll:
                get: "${ result.headers.location }"
                until: "${ result.body.state = 'DONE' }"
                every: 1s
            output: "${ result.body.state }"
        """
        .formatted(server.url("/jobs"));
  }

  @Test
  void a_job_is_started_once_polled_and_its_last_answer_is_the_result() throws Exception {
    try (var server = JobServer.doneAfter(2);
        var host = TestHost.start(data)) {
      host.put(polling(server));

      var run = host.run("job", "a");

      assertThat(host.end(run).state().status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(show(host, run).at("/output/job").asText()).isEqualTo("DONE");
      assertThat(server.requests()).containsExactly("POST /jobs", "GET /jobs/7", "GET /jobs/7");
    }
  }

  @Test
  void a_killed_host_goes_on_polling_and_starts_no_second_job() throws Exception {
    try (var server = JobServer.doneAfter(2)) {
      var first = TestHost.start(data);
      first.put(polling(server));
      var run = first.run("job", "a");
      first.awaitFirst(run, "PARKED");
      first.kill();

      try (var host = TestHost.start(data)) {
        assertThat(host.end(run).state().status()).isEqualTo(RunStatus.SUCCEEDED);
      }
      assertThat(server.requests()).containsOnlyOnce("POST /jobs").endsWith("GET /jobs/7");
    }
  }

  @Test
  void a_cancelled_run_polls_no_more() throws Exception {
    try (var server = JobServer.doneAfter(1_000);
        var host = TestHost.start(data)) {
      host.put(polling(server));
      var run = host.run("job", "a");
      assertThat(server.awaitRequest()).isEqualTo("POST /jobs");
      assertThat(server.awaitRequest()).isEqualTo("GET /jobs/7");
      host.awaitFirst(run, "PARKED");

      var _ = host.host().engine().cancelRun().cancel(run, host.host().invocation());

      assertThat(host.end(run).state().status()).isEqualTo(RunStatus.CANCELLED);
      var sofar = server.requests().size();
      // The wake that is still under way finds an ended run, and so does this one's.
      host.put("dag: later\ntasks: {w: {wait: {for: 2s}}}\n");
      var _ = host.end(host.run("later", "a"));
      assertThat(server.requests()).hasSize(sofar);
    }
  }

  /// The callback's address answers the request itself, so the outcome comes before the attempt
  /// parks.
  @Test
  void an_outcome_that_comes_before_the_request_is_answered_counts() throws InterruptedException {
    try (var host = TestHost.start(data)) {
      host.put(
          """
          dag: echo
          tasks:
            echo:
              http:
                post: "${ callback.url }"
                json: {status: succeeded, output: {body: "${ run.id }", token: "${ $length(callback.token) > 40 }"}}
                callback: true
                expect: {when: "${ $contains(callback.url, callback.token) and result.status = 200 }"}
          """);

      var run = host.run("echo", "a");

      assertThat(host.end(run).state().status()).isEqualTo(RunStatus.SUCCEEDED);
      // All that was posted, not its `body` as of an answer.
      assertThat(show(host, run).at("/output/echo").toString())
          .isEqualTo("{\"body\":\"echo.a\",\"token\":true}");
    }
  }

  @Test
  void every_instance_of_a_map_has_a_callback_of_its_own() throws InterruptedException {
    try (var host = TestHost.start(data)) {
      host.put(
          """
          dag: each
          tasks:
            each:
              map: {over: "${ [1..20] }"}
              http:
                post: "${ callback.url }"
                json: {status: succeeded, output: "${ item * 10 }"}
                callback: true
              output: "${ result + index }"
          """);

      var run = host.run("each", "a");

      assertThat(host.end(run).state().status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(show(host, run).at("/output/each/19").asInt()).isEqualTo(219);
    }
  }

  @Test
  void a_refused_start_fails_the_task_and_its_record_does_not_hold_the_token()
      throws InterruptedException {
    try (var host = TestHost.start(data)) {
      host.put(
          """
          dag: refused
          tasks:
            refused: {http: {post: "${ callback.url }", json: {status: 7}, callback: true}}
          """);

      var run = host.run("refused", "a");

      assertThat(host.end(run).state().status()).isEqualTo(RunStatus.FAILED);
      var error = show(host, run).at("/tasks/0/error");
      assertThat(error.path("name").asText()).isEqualTo("Http.422");
      assertThat(error.path("cause").asText()).contains("/callbacks/***");
    }
  }

  @Test
  void a_large_body_is_stored_beside_the_run_and_goes_with_it() throws Exception {
    var sent = new byte[5_000_000];
    new Random(7).nextBytes(sent);
    try (var server = JobServer.giving(sent);
        var host = TestHost.start(data)) {
      host.put(
          """
          dag: fetch
          tasks: {file: {http: {get: "%s", response: {to: s3}}}}
          """
              .formatted(server.url("/file")));

      var run = host.run("fetch", "a");
      assertThat(host.end(run).state().status()).isEqualTo(RunStatus.SUCCEEDED);
      var key = show(host, run).at("/output/file/key").asText();

      assertThat(stored(host, key)).isEqualTo(sent);
      assertThat(got(host, "/runs/fetch.a/payloads/file-attempt-1-body").body()).isEqualTo(sent);
      assertThat(got(host, "/runs/fetch.a/payloads/other").statusCode()).isEqualTo(404);
      assertThat(got(host, "/runs/fetch.a/payloads/..%2Ffetch.b%2Fx").statusCode()).isEqualTo(404);
      assertThat(host.host().runs().remove(run)).isTrue();
      assertThatIllegalStateException().isThrownBy(() -> stored(host, key));
    }
  }

  private static byte[] stored(TestHost host, String key) throws IOException {
    try (var in = host.host().payloads().open(key)) {
      return in.readAllBytes();
    }
  }

  private static HttpResponse<byte[]> got(TestHost host, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path)).build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static JsonNode show(TestHost host, RunId run) {
    return host.host().engine().readRun().show(run, ReadRun.Tasks.ALL).orElseThrow();
  }
}
