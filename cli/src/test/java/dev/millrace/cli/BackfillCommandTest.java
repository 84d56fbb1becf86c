package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.document.Dags;
import dev.millrace.engine.text.JsonText;
import dev.millrace.local.HostOptions;
import dev.millrace.local.LocalHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `millrace backfill` against an embedded host.
class BackfillCommandTest {
  private static final String DAILY =
      """
      dag: daily
      schedule: {cron: "0 6 * * *"}
      tasks: {day: {pass: "${ run.tick }"}}
      """;
  private static final String FAILING = "tasks: {a: {fail: {error: Shop.Closed, cause: closed}}}\n";

  private static final List<String> FIVE_DAYS =
      List.of("--from", "2026-11-01T00:00:00Z", "--to", "2026-11-06T00:00:00Z");

  @TempDir private Path folder = Path.of("");
  private final List<LocalHost> hosts = new ArrayList<>();
  private String api = "";

  @BeforeEach
  void open() throws IOException {
    var options = HostOptions.in(folder.resolve("data")).withApi(HostOptions.ADDRESS, 0);
    switch (LocalHost.open(options, Dags.kinds())) {
      case LocalHost.Opening.Refused(var message) -> throw new IllegalStateException(message);
      case LocalHost.Opening.Open(var host) -> {
        hosts.add(host);
        host.start();
        api = host.baseUrl().orElseThrow();
      }
    }
    var dag = Files.writeString(folder.resolve("daily.yaml"), DAILY);
    assertThat(call("push", dag.toString()).status()).isEqualTo(ExitStatus.DONE);
  }

  @AfterEach
  void close() {
    hosts.forEach(LocalHost::close);
  }

  private Call call(String... arguments) {
    var all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--api", api));
    return Call.of(all.toArray(String[]::new));
  }

  private Call backfill(String... more) {
    var all = new ArrayList<>(List.of("backfill", "daily"));
    all.addAll(FIVE_DAYS);
    all.addAll(List.of(more));
    return call(all.toArray(String[]::new));
  }

  @Test
  void a_dry_run_lists_the_ticks_and_starts_nothing() {
    assertThat(backfill("--dry-run", "--order", "newest").out())
        .isEqualTo(
            """
            2026-11-05T06:00:00Z
            2026-11-04T06:00:00Z
            2026-11-03T06:00:00Z
            2026-11-02T06:00:00Z
            2026-11-01T06:00:00Z
            """);
    assertThat(call("runs").out()).isEmpty();
  }

  @Test
  void every_tick_becomes_a_run_and_who_waits_is_told_how_they_ended() {
    var ended = backfill("--concurrency", "2", "--wait");

    assertThat(ended.status()).isEqualTo(ExitStatus.DONE);
    assertThat(ended.out()).contains(" DONE: 5 of 5 ticks taken, 0 open, 5 SUCCEEDED\n");
    assertThat(call("runs", "--dag", "daily").out()).contains("daily@20261103T060000Z");
    assertThat(backfill("--wait").out()).contains("5 of 5 ticks taken, 0 open, 5 had runs\n");
  }

  @Test
  void who_waits_is_told_when_one_did_not_succeed() throws IOException {
    var dag =
        Files.writeString(
            folder.resolve("daily.yaml"), DAILY.replaceFirst("(?s)tasks:.*", FAILING));
    assertThat(call("push", dag.toString()).status()).isEqualTo(ExitStatus.DONE);

    var ended = backfill("--wait");

    assertThat(ended.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(ended.out()).contains("5 of 5 ticks taken, 0 open, 5 FAILED\n");
    // It starts none itself.
    assertThat(backfill("--wait").status()).isEqualTo(ExitStatus.DONE);
  }

  @Test
  void it_can_be_shown_and_changed_by_its_id() {
    var id = JsonText.read(backfill("--wait", "--json").out()).path("backfill").asText();

    assertThat(call("backfill", "show", id).out()).startsWith(id + "  DONE: ");
    assertThat(call("backfill", "pause", id).status()).isEqualTo(ExitStatus.FAILED);
    assertThat(call("backfill", "show", "daily.01KB0ZQ4J5M6N7P8Q9R0S1T2V3").status())
        .isEqualTo(ExitStatus.FAILED);
  }

  @Test
  void those_of_a_dag_are_listed_newest_first_page_by_page() {
    assertThat(call("backfill", "list", "daily").err()).contains("There are no backfills.");
    var first = JsonText.read(backfill("--wait", "--json").out()).path("backfill").asText();
    var second = JsonText.read(backfill("--wait", "--json").out()).path("backfill").asText();

    assertThat(call("backfill", "list", "daily").out())
        .startsWith(
            second + "  DONE: 5 of 5 ticks taken, 0 open, 5 had runs\n" + first + "  DONE: ");
    var page = call("backfill", "list", "daily", "--limit", "1");
    assertThat(page.out()).startsWith(second).doesNotContain(first);
    var cursor = page.err().strip().replaceFirst("(?s).*--cursor ", "");
    assertThat(call("backfill", "list", "daily", "--cursor", cursor).out()).startsWith(first);
    assertThat(call("backfill", "list", "nowhere").err()).contains("no DAG nowhere");
    assertThat(call("backfill", "list", "daily", "--wait").status())
        .isEqualTo(ExitStatus.WRONG_USE);
    assertThat(call("backfill", "pause", first, "--wait").err()).contains("pause does not wait");
    assertThat(call("backfill", "show", first, "--limit", "1").status())
        .isEqualTo(ExitStatus.WRONG_USE);
  }

  @Test
  void what_cannot_be_done_is_refused_with_its_mend() {
    assertThat(backfill("--concurrency", "101").status()).isEqualTo(ExitStatus.WRONG_USE);
    assertThat(call("backfill", "daily").err()).contains("--from is missing");
    assertThat(call("backfill", "stop", "daily.x").status()).isEqualTo(ExitStatus.WRONG_USE);
    assertThat(call("backfill", "unknown", "--from", "2026-11-01T00:00:00Z").err())
        .contains("no DAG unknown");
    assertThat(call("backfill", "daily", "--from", "2999-01-01T00:00:00Z").err())
        .contains("not an instant from 1970 to 2199");
    assertThat(call("backfill", "daily", "--from", "2199-01-01T00:00:00Z").err())
        .contains("not before to");
  }
}
