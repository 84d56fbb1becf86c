package dev.millrace.local.kill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.text.JsonText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The API of a host that may be killed at any moment.
record HostApi(String baseUrl) {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// Stores a document.
  ///
  /// @throws IOException when the host was killed meanwhile
  void put(String dag, String document) throws IOException, InterruptedException {
    var status = send("PUT", "/dags/" + dag, "application/yaml", document);
    if (status != 200 && status != 201) {
      throw new IllegalStateException("PUT answered " + status);
    }
  }

  /// Starts a run.
  ///
  /// @return whether it was accepted
  /// @throws IOException when the host was killed before it answered
  boolean start(String dag, String name) throws IOException, InterruptedException {
    var body = "{\"name\": \"" + name + "\"}";
    var status = send("POST", "/dags/" + dag + "/runs", "application/json", body);
    return status == 201 || status == 200;
  }

  private int send(String method, String path, String type, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(baseUrl + path))
            .timeout(LONGEST)
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
  }

  /// A run with all its tasks.
  JsonNode run(String run) throws IOException, InterruptedException {
    return get("/runs/" + run + "?tasks=all");
  }

  /// Runs that have ended so, at most a hundred.
  JsonNode ended(String status) throws IOException, InterruptedException {
    return get("/runs?limit=100&status=" + status).path("runs");
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(LONGEST).build();
    return JsonText.read(CLIENT.send(request, BodyHandlers.ofString()).body());
  }

  /// Waits until a run has ended.
  ///
  /// @throws IllegalStateException when it does not
  void awaitEnd(String run) throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(baseUrl + "/runs/" + run + "/events")).build();
    CompletableFuture<Boolean> ended =
        CLIENT
            .sendAsync(request, BodyHandlers.ofLines())
            .thenApplyAsync(
                answer -> {
                  try (var lines = answer.body()) {
                    return lines.anyMatch("event: end"::equals);
                  }
                });
    try {
      if (!ended.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(run + ": the events broke off");
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(run + " did not end", e);
    }
  }
}
