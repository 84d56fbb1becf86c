package dev.millrace.local.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A host that is killed in the middle of its work, as with `kill -9`.
@Tag("slow")
class KillTest {
  private static final int RUNS = 300;

  @TempDir Path folder;

  @Test
  void what_returned_before_the_kill_is_there_at_the_next_start() throws Exception {
    var host = start();
    var written = lastOf(host, RUNS);
    host.destroyForcibly().waitFor();

    try (var storage =
        SqliteStorage.open(
            folder, () -> Instant.parse("2026-11-23T06:00:00Z"), Durability.NORMAL)) {
      assertThat(storage.hostNumber()).isEqualTo(2);
      for (var n = 0; n <= written; n++) {
        var record = storage.runs().load(new RunId("orders.n" + n)).orElseThrow();
        assertThat(record.state().seq()).isEqualTo(2);
      }
      var queue = storage.receiving(Lane.SHORT);
      var runs = new HashSet<String>();
      while (true) {
        var deliveries = queue.receive(10, Duration.ofHours(1));
        if (deliveries.isEmpty()) {
          break;
        }
        for (var delivery : deliveries) {
          runs.add(delivery.message().run().text());
          if (runs.size() <= written) {
            assertThat(delivery.receiveCount()).isEqualTo(2);
          }
        }
      }
      assertThat(runs).hasSizeGreaterThan(written);
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            KilledHost.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// Reads so many numbers and then whatever stands in the pipe already.
  private static int lastOf(Process host, int lines) throws IOException {
    var output =
        new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8));
    var last = -1;
    for (var line = 0; line < lines; line++) {
      var text = output.readLine();
      assertThat(text).as("the host ended by itself").isNotNull();
      last = Integer.parseInt(text);
    }
    return last;
  }
}
