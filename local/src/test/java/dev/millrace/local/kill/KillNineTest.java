package dev.millrace.local.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The promise of the embedded host, kept under `kill -9`: what was accepted ends, no attempt acts
/// twice, what may not be repeated is not, and what has ended stays as it is.
@Tag("slow")
class KillNineTest {
  private static final int ROUNDS = 30;

  /// Runs that are started in a round, unless the host is killed before.
  private static final int RUNS_A_ROUND = 12;

  /// A host is killed at most so long after some of a round's runs were accepted.
  private static final Duration KILLED_WITHIN = Duration.ofMillis(400);

  /// In one of so many rounds the host is killed while it starts.
  private static final int KILLED_EARLY_EVERY = 6;

  private static final String LOAD =
      """
      dag: load
      tasks:
        first: {pass: [1, 2, 3]}
        post: {needs: [first], http: {post: "URL/post", json: {}}, allowFailure: true}
        put:
          needs: [first]
          map: {over: "${ tasks.first.output }"}
          http: {put: "URL/put", json: {item: "${ item }"}}
          retry: {limit: 50, delay: 100ms, maxDelay: 100ms}
        get:
          needs: [put]
          http: {get: "URL/get"}
          retry: {limit: 50, delay: 100ms, maxDelay: 100ms}
        last: {needs: [{task: post, on: any}, get], pass: done}
      """;

  @TempDir Path data;
  private final SplittableRandom random = new SplittableRandom(20261123);
  private final Set<String> accepted = new LinkedHashSet<>();
  private final Map<String, JsonNode> ends = new HashMap<>();

  @Test
  void thirty_kills_lose_nothing_and_repeat_nothing() throws Exception {
    try (var outside = new RecordingServer()) {
      try (var host = ChildHost.start(data)) {
        host.awaitApi().orElseThrow().put("load", LOAD.replace("URL", outside.url()));
      }
      for (var round = 0; round < ROUNDS; round++) {
        killInTheMiddle(round);
      }
      try (var host = ChildHost.start(data)) {
        var api = host.awaitApi().orElseThrow();
        for (var run : accepted) {
          api.awaitEnd(run);
        }
        checkRuns(api, outside);
        ends.forEach((run, end) -> assertThat(look(api, run)).isEqualTo(end));
      }
      checkRequests(outside);
    }
  }

  private void killInTheMiddle(int round) throws Exception {
    try (var host = ChildHost.start(data)) {
      if (round % KILLED_EARLY_EVERY == KILLED_EARLY_EVERY - 1) {
        host.killAfter(within(KILLED_WITHIN));
        return;
      }
      var api = host.awaitApi().orElseThrow();
      var enough = new CountDownLatch(random.nextInt(1, RUNS_A_ROUND + 1));
      var load = CompletableFuture.runAsync(() -> startRuns(api, round, enough));
      assertThat(enough.await(1, TimeUnit.MINUTES)).isTrue();
      host.killAfter(within(KILLED_WITHIN));
      load.join();
    }
  }

  /// Starts runs, and remembers some that have ended, until the host is gone.
  private void startRuns(HostApi api, int round, CountDownLatch enough) {
    try {
      for (var at = 0; at < RUNS_A_ROUND; at++) {
        var name = round + "-" + at;
        if (api.start("load", name)) {
          accepted.add("load." + name);
          enough.countDown();
        }
      }
      for (var run : api.ended("SUCCEEDED")) {
        var id = run.path("run").asText();
        if (!ends.containsKey(id)) {
          ends.put(id, api.run(id));
        }
      }
    } catch (IOException killed) {
      // What was not answered was not accepted: its caller would ask again.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration within(Duration most) {
    return Duration.ofMillis(random.nextLong(most.toMillis()));
  }

  private void checkRuns(HostApi api, RecordingServer outside) {
    var posted = new HashSet<String>();
    outside.seen().stream()
        .filter(seen -> seen.method().equals("POST"))
        .forEach(seen -> posted.add(seen.run()));
    var lost = new ArrayList<String>();
    var repeated = 0;
    for (var run : accepted) {
      var shown = look(api, run);
      assertThat(shown.path("status").asText()).as(run).isEqualTo("SUCCEEDED");
      assertThat(status(shown, "last")).as(run).isEqualTo("SUCCEEDED");
      var post = task(shown, "post");
      assertThat(post.path("attempts").asInt()).as(run).isEqualTo(1);
      if (post.path("status").asText().equals("FAILED")) {
        assertThat(post.at("/error/name").asText()).as(run).isEqualTo("WorkerLost");
        lost.add(run);
      } else {
        assertThat(posted).as("a POST that succeeded was sent").contains(run);
      }
      repeated += task(shown, "get").path("attempts").asInt() - 1;
    }
    // Otherwise the kills hit nothing and the test proved nothing.
    assertThat(accepted.size()).isGreaterThan(ROUNDS);
    assertThat(ends).isNotEmpty();
    assertThat(lost).as("POSTs lost under way").isNotEmpty();
    assertThat(posted).as("of them some had been sent").containsAnyElementsOf(lost);
    assertThat(repeated).as("GETs attempted again").isPositive();
  }

  private static void checkRequests(RecordingServer outside) {
    var attempts = new ArrayList<String>();
    var posts = new ArrayList<String>();
    for (var seen : outside.seen()) {
      attempts.add(seen.ofAttempt());
      if (seen.method().equals("POST")) {
        posts.add(seen.ofTask());
      }
    }
    assertThat(attempts).as("each attempt acts once").doesNotHaveDuplicates();
    assertThat(posts).as("no POST is ever sent again").doesNotHaveDuplicates();
  }

  private static JsonNode look(HostApi api, String run) {
    try {
      return api.run(run);
    } catch (IOException e) {
      throw new IllegalStateException("the last host ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String status(JsonNode run, String task) {
    return task(run, task).path("status").asText();
  }

  private static JsonNode task(JsonNode run, String name) {
    for (var task : run.path("tasks")) {
      if (task.path("task").asText().equals(name)) {
        return task;
      }
    }
    throw new IllegalStateException(run + " has no task " + name);
  }
}
