package dev.millrace.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunId;
import dev.millrace.local.Gate;
import dev.millrace.local.Shapes;
import dev.millrace.local.TestHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stream of a run's events.
class RunEventsTest {
  @TempDir Path data;
  private final Gate gate = new Gate(true);
  private TestHost host;

  @BeforeEach
  void open() {
    host = TestHost.start(data, gate);
    host.put("dag: gated\ntasks: {wait: {gate: {}}, after: {needs: [wait], pass: 1}}\n");
  }

  @AfterEach
  void close() {
    gate.open();
    host.close();
  }

  @Test
  void a_stream_begins_with_how_the_run_stands_and_ends_with_the_run()
      throws IOException, InterruptedException {
    host.run("gated", "a");
    gate.awaitArrival();
    try (var events = new Events(host.port(), "gated.a")) {
      var snapshot = events.next().orElseThrow();
      assertThat(snapshot.name()).isEqualTo("snapshot");
      assertThat(snapshot.data().path("status").asText()).isEqualTo("RUNNING");
      assertThat(snapshot.data().at("/tasks/0/task").asText()).isEqualTo("wait");
      assertThat(snapshot.data().at("/tasks/0/status").asText()).isEqualTo("RUNNING");
      assertThat(snapshot.data().at("/tasks/1/status").asText()).isEqualTo("WAITING");

      gate.open();
      var stands = new HashMap<String, String>();
      var event = events.next().orElseThrow();
      while (event.name().equals("tasks")) {
        event
            .data()
            .path("tasks")
            .forEach(task -> stands.put(task.path("task").asText(), task.path("status").asText()));
        event = events.next().orElseThrow();
      }
      assertThat(stands).containsEntry("wait", "SUCCEEDED").containsEntry("after", "SUCCEEDED");
      assertThat(event.name()).isEqualTo("end");
      assertThat(event.id()).isGreaterThan(snapshot.id());
      assertThat(event.data().path("status").asText()).isEqualTo("SUCCEEDED");
      assertThat(events.next()).isEmpty();
    }
  }

  @Test
  void the_stream_of_a_run_that_has_ended_ends_at_once() throws IOException, InterruptedException {
    gate.open();
    host.end(host.run("gated", "a"));
    try (var events = new Events(host.port(), "gated.a")) {
      assertThat(events.next().orElseThrow().name()).isEqualTo("snapshot");
      assertThat(events.next().orElseThrow().name()).isEqualTo("end");
      assertThat(events.next()).isEmpty();
    }
  }

  @Test
  void readers_that_do_not_read_hold_nobody_up() throws IOException, InterruptedException {
    host.put(Shapes.fan("wide", 2_000));
    try (var some = new Events(host.port(), start());
        var other = new Events(host.port(), "wide.a")) {
      host.end(new RunId("wide.a"));
      // Both come late, and each still learns how the run ended.
      assertThat(last(some)).isEqualTo("end");
      assertThat(last(other)).isEqualTo("end");
    }
  }

  private String start() {
    return host.run("wide", "a").text();
  }

  private static String last(Events events) throws IOException {
    var last = "";
    for (var event = events.next(); event.isPresent(); event = events.next()) {
      last = event.get().name();
    }
    return last;
  }

  @Test
  void more_streams_than_allowed_are_told_to_come_again() throws IOException, InterruptedException {
    host.run("gated", "a");
    gate.awaitArrival();
    var open = new ArrayList<Events>();
    try {
      for (var at = 0; at < RunEvents.STREAMS_MAX; at++) {
        open.add(new Events(host.port(), "gated.a"));
        assertThat(open.getLast().next()).isPresent();
      }
      var reply = new ApiClient(host.port()).get("/runs/gated.a/events");
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.header("Retry-After")).isNotEmpty();
    } finally {
      for (var events : open) {
        events.close();
      }
    }
  }

  @Test
  void streams_end_when_the_host_closes() throws IOException, InterruptedException {
    host.run("gated", "a");
    gate.awaitArrival();
    try (var events = new Events(host.port(), "gated.a")) {
      assertThat(events.next()).isPresent();
      gate.open();
      host.close();
      assertThat(last(events)).isIn("", "tasks", "end");
    }
  }
}
