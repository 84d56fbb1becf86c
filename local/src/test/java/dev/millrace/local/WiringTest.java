package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.plan.Lane;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.local.invocation.HostedFunction;
import dev.millrace.local.sqlite.QueueReader;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The host is put together as the design says.
class WiringTest {
  @ParameterizedTest
  @EnumSource(HostedFunction.class)
  void a_message_stays_hidden_for_longer_than_its_function_may_take(HostedFunction function) {
    assertThat(function.visibility()).isEqualTo(function.timeout().plusSeconds(15));
    assertThat(function.batchSize()).isBetween(1, QueueReader.BATCH_MAX);
    assertThat(function.concurrency()).isPositive();
  }

  @Test
  void functions_have_time_for_the_longest_action_of_their_lane_and_its_recording() {
    var reserve = Duration.ofSeconds(5);
    assertThat(HostedFunction.DISPATCH.timeout()).isGreaterThan(Lane.SHORT.longest().plus(reserve));
    assertThat(HostedFunction.DISPATCH_LONG.timeout())
        .isGreaterThan(Lane.LONG.longest().plus(reserve));
    assertThat(HostedFunction.RESULTS.batchSize()).isEqualTo(ResultsQueue.BATCH_MAX);
  }

  @Test
  void both_lanes_are_served(@TempDir Path data) throws InterruptedException {
    var gate = new Gate(true);
    gate.open();
    try (var host = TestHost.start(data, gate)) {
      host.put(
          """
          dag: lanes
          tasks:
            short: {gate: {}, timeout: 50s}
            long: {gate: {}, timeout: 10m}
          """);
      assertThat(host.end(host.run("lanes", "a")).state().status().name()).isEqualTo("SUCCEEDED");
    }
  }

  @Test
  void a_host_without_an_api_listens_nowhere(@TempDir Path data) {
    try (var host = TestHost.start(HostOptions.in(data))) {
      assertThat(host.host().baseUrl()).isEmpty();
    }
  }

  @Test
  void the_host_knows_the_task_kinds_that_all_hosts_share(@TempDir Path data) {
    var shared = TaskKinds.standard(HttpSettings.embedded());
    try (var host = opened(data)) {
      assertThat(host.api().kinds())
          .extracting(kind -> kind.name())
          .containsExactlyElementsOf(shared.stream().map(kind -> kind.name()).toList());
    }
  }

  private static LocalHost opened(Path data) {
    return switch (LocalHost.open(HostOptions.in(data))) {
      case LocalHost.Opening.Open(var host) -> {
        host.start();
        yield host;
      }
      case LocalHost.Opening.Refused(var message) -> throw new IllegalStateException(message);
    };
  }
}
