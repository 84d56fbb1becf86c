package dev.millrace.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.local.TestHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Backfills over the API of the embedded host.
class BackfillApiTest {
  /// Nothing here takes so long; a test that waits longer has failed.
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static TestHost host;
  private static ApiClient api;

  @BeforeAll
  static void open(@TempDir Path data) {
    host = TestHost.start(data);
    api = new ApiClient(host.port());
    host.put(
        """
        dag: daily
        schedule: {cron: "0 6 * * *", input: {day: monday}}
        tasks: {only: {pass: "${ [input.day, run.tick] }"}}
        """);
    host.put(
        """
        dag: waiting
        schedule: {cron: "0 6 * * *"}
        concurrency: {runs: 1}
        tasks: {only: {callback: {}}}
        """);
    host.put("dag: unscheduled\ntasks: {only: {pass: 1}}\n");
  }

  @AfterAll
  static void close() {
    host.close();
  }

  @Test
  void every_tick_of_the_range_becomes_a_run_and_the_same_again_finds_them_all()
      throws IOException, InterruptedException {
    var body = "{\"from\": \"2024-01-01T06:00:00Z\", \"to\": \"2024-01-04T06:00:00Z\"}";
    var begun = api.post("/dags/daily/backfills", body);
    assertThat(begun.status()).isEqualTo(201);
    assertThat(settled("daily@20240103T060000Z").state().status()).isEqualTo(RunStatus.SUCCEEDED);
    var ended = api.get(begun.header("Location")).json();
    assertThat(ended.path("status").asText()).isEqualTo("DONE");
    assertThat(ended.path("ticks").asInt()).isEqualTo(3);
    assertThat(ended.path("left").asInt()).isZero();
    assertThat(ended.path("ended").toString()).isEqualTo("{\"SUCCEEDED\":3}");
    var first = host.host().runs().load(new RunId("daily@20240101T060000Z")).orElseThrow();
    var shown = host.host().engine().readRun().show(first, ReadRun.Tasks.ALL);
    assertThat(shown.at("/output/only").toString())
        .isEqualTo("[\"monday\",\"2024-01-01T06:00:00Z\"]");

    var again = api.post("/dags/daily/backfills", body).json();
    assertThat(again.path("status").asText()).isEqualTo("DONE");
    assertThat(again.path("existing").asInt()).isEqualTo(3);
    assertThat(again.path("started").asInt()).isZero();
  }

  @Test
  void a_dry_run_lists_the_ticks_and_starts_nothing() throws IOException {
    var reply =
        api.post(
            "/dags/daily/backfills",
            """
            {"from": "2023-01-01T00:00:00Z", "to": "2023-01-03T00:00:00Z", "order": "newest", "dryRun": true}
            """);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("ticks").toString())
        .isEqualTo(
            """
            [{"at":"2023-01-02T06:00:00Z","run":"daily@20230102T060000Z"},\
            {"at":"2023-01-01T06:00:00Z","run":"daily@20230101T060000Z"}]""");
    assertThat(host.host().runs().load(new RunId("daily@20230102T060000Z"))).isEmpty();
  }

  @Test
  void cancelled_it_ends_what_waits_and_starts_nothing_more()
      throws IOException, InterruptedException {
    var begun =
        api.post(
            "/dags/waiting/backfills",
            """
            {"from": "2024-01-01T00:00:00Z", "to": "2024-01-11T00:00:00Z", "concurrency": 3}
            """);
    var path = begun.header("Location");
    assertThat(begun.json().path("open")).hasSize(3);
    assertThat(begun.json().path("left").asInt()).isEqualTo(7);
    assertThat(api.post(path + "/pause", "{}").json().path("status").asText()).isEqualTo("PAUSED");
    assertThat(api.post(path + "/resume", "{}").json().path("status").asText())
        .isEqualTo("RUNNING");

    var cancelled = api.post(path + "/cancel", "{}").json();
    assertThat(cancelled.path("status").asText()).isEqualTo("CANCELLED");
    assertThat(cancelled.path("ended").toString()).isEqualTo("{\"CANCELLED\":2}");
    assertThat(cancelled.path("open")).hasSize(1);
    var begunRun = cancelled.path("open").path(0).asText();
    assertThat(begunRun).isEqualTo("waiting@20240101T060000Z");
    assertThat(api.post(path + "/resume", "{}").status()).isEqualTo(409);

    assertThat(api.post("/runs/" + begunRun + "/cancel", "{}").status()).isEqualTo(200);
    settled(begunRun);
    var ended = api.get(path).json();
    assertThat(ended.path("endedAt").isNull()).isFalse();
    assertThat(ended.path("left").asInt()).isEqualTo(7);
    assertThat(ended.path("ended").toString()).isEqualTo("{\"CANCELLED\":3}");
  }

  @Test
  void backfills_of_a_dag_are_listed_newest_first_whether_they_go_on_or_not()
      throws IOException, InterruptedException {
    host.put(
        """
        dag: listed
        schedule: {cron: "0 6 * * *"}
        tasks: {only: {callback: {}}}
        """);
    var path = "/dags/listed/backfills";
    assertThat(api.get(path).body()).isEqualTo("{\"backfills\":[],\"cursor\":null}");
    var ids = new ArrayDeque<String>();
    for (var day = 1; day <= 5; day++) {
      var begun =
          api.post(
              path,
              "{\"from\": \"2024-02-0%dT00:00:00Z\", \"to\": \"2024-02-0%dT00:00:00Z\"}"
                  .formatted(day, day + 1));
      ids.addFirst(begun.json().path("backfill").asText());
    }
    for (var day : List.of(2, 4)) {
      var run = "listed@2024020%dT060000Z".formatted(day);
      api.post("/runs/" + run + "/cancel", "{}");
      settled(run);
    }

    assertThat(listed(api.get(path).json())).containsExactlyElementsOf(ids);
    var statuses =
        StreamSupport.stream(api.get(path).json().path("backfills").spliterator(), false)
            .map(each -> each.path("status").asText());
    assertThat(statuses).containsExactly("RUNNING", "DONE", "RUNNING", "DONE", "RUNNING");
    var paged = new ArrayList<String>();
    var page = api.get(path + "?limit=2").json();
    paged.addAll(listed(page));
    while (page.path("cursor").isTextual()) {
      assertThat(listed(page)).hasSize(2);
      page = api.get(path + "?limit=2&cursor=" + page.path("cursor").asText()).json();
      paged.addAll(listed(page));
    }
    assertThat(paged).containsExactlyElementsOf(ids);

    assertThat(api.get(path + "?cursor=x").status()).isEqualTo(422);
    assertThat(api.get(path + "?limit=101").status()).isEqualTo(422);
    assertThat(api.get("/dags/nowhere/backfills").status()).isEqualTo(404);
  }

  private static List<String> listed(JsonNode page) {
    return StreamSupport.stream(page.path("backfills").spliterator(), false)
        .map(each -> each.path("backfill").asText())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          daily       | {}                                                              | 422 | from is missing
          daily       | {"from": "yesterday"}                                           | 422 | not an instant from 1970 to 2199 such as
          daily       | {"from": "2024-01-02T00:00:00Z", "to": "2024-01-01T00:00:00Z"}  | 422 | not before to
          daily       | {"from": "2024-01-01T00:00:00Z", "to": "2199-01-01T00:00:00Z"}  | 422 | which is to come
          daily       | {"from": "2024-01-01T07:00:00Z", "to": "2024-01-01T08:00:00Z"}  | 422 | no tick lies between
          daily       | {"from": "1980-01-01T00:00:00Z"}                                | 422 | more than 10,000 ticks
          daily       | {"from": "2024-01-01T00:00:00Z", "concurrency": 101}            | 422 | not from 1 to 100
          daily       | {"from": "2024-01-01T00:00:00Z", "schedule": "hourly"}          | 422 | has no schedule
          daily       | {"from": "2024-01-01T00:00:00Z", "rerun": "some"}               | 422 | not "none", "failed" or "all"
          unscheduled | {"from": "2024-01-01T00:00:00Z"}                                | 409 | has no schedule
          nowhere     | {"from": "2024-01-01T00:00:00Z"}                                | 404 | no DAG nowhere
          """)
  void what_is_wrong_is_said(String dag, String body, int status, String what) throws IOException {
    var reply = api.post("/dags/" + dag + "/backfills", body);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body().replace("\\\"", "\"")).contains(what);
  }

  /// A run, once it has ended and all has been told of that.
  private static RunRecord settled(String id) throws InterruptedException {
    var run = new RunId(id);
    var end = System.nanoTime() + LONGEST.toNanos();
    try (var watch = host.host().watch(run)) {
      var found = host.host().runs().load(run);
      while (found.filter(record -> record.state().isSettled()).isEmpty()) {
        var left = Duration.ofNanos(end - System.nanoTime());
        assertThat(left).isPositive();
        var _ = watch.await(left, left);
        found = host.host().runs().load(run);
      }
      return found.orElseThrow();
    }
  }
}
