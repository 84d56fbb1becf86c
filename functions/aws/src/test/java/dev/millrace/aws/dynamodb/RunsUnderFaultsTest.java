package dev.millrace.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.TestServers;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole runs over DynamoDB, from the start to the end, with several workers at once.
@ExtendWith(TestServers.class)
class RunsUnderFaultsTest {
  /// A chain, a fan-out, a map of more instances than a worker keeps, retries, a failure that is
  /// handled, and an output that depends on all of them.
  private static final String DOCUMENT =
      """
      dag: faults
      defaults:
        retry: {limit: 50, delay: 1ms, backoff: 1, jitter: none}
      tasks:
        first: {count: {number: 1}}
        left: {needs: [first], count: {number: "${ tasks.first.output + 1 }", failures: 1}}
        right: {needs: [first], count: {number: "${ tasks.first.output + 2 }"}}
        wide:
          needs: [left, right]
          map: {over: "${ [1..37] }"}
          count: {number: "${ item * tasks.left.output }"}
        again:
          needs: [left]
          map: {over: "${ [1..12] }"}
          count: {number: "${ item }", failures: "${ index % 3 = 0 ? 2 : 0 }"}
        broken:
          needs: [right]
          retry: {on: [Worker*], limit: 50, delay: 1ms}
          count: {number: 0, failures: 1000}
        handler: {needs: [{task: broken, on: failed}], count: {number: 100}}
        last:
          needs: [wide, again, handler]
          count: {number: "${ $sum(tasks.wide.output) + $sum(tasks.again.output) }"}
      output: "${ tasks.last.output + tasks.handler.output }"
      """;

  /// 2 × (1 + … + 37) + (1 + … + 12) + 100.
  private static final int OUTPUT = 2 * 703 + 78 + 100;

  /// Six tasks and the instances of two.
  private static final int WORKS = 6 + 37 + 12;

  private static int givenUp;

  /// Six at the desk; `-Dseeds=500` for a night.
  static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("seeds", 6));
  }

  @AfterAll
  static void some_invocations_have_died() {
    assertThat(givenUp).isPositive();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void every_run_ends_as_without_faults_and_no_attempt_is_executed_twice(
      long seed, DynamoDbLocal server) {
    try (var stores = new Stores(server, new Faults(seed, 0.05))) {
      var kind = new CountingKind();
      var host = new StackHost(stores, List.of(kind));
      host.put(DOCUMENT);

      endsAsWithoutFaults(host, kind, seed);

      assertThat(host.givenUp()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void the_same_when_invocations_die_of_requests_that_are_given_up(
      long seed, DynamoDbLocal server) {
    var deaths = new Deaths(seed, 0.02);
    try (var stores = new Stores(server, new Faults(seed, 0.03), deaths)) {
      var kind = new CountingKind();
      var host = new StackHost(stores, List.of(kind));
      host.put(DOCUMENT);
      deaths.begin();

      endsAsWithoutFaults(host, kind, seed);

      givenUp += host.givenUp();
    }
  }

  private static void endsAsWithoutFaults(StackHost host, CountingKind kind, long seed) {
    var run = host.start("faults", "seed-" + seed);

    var record = host.settle(run);

    assertThat(record.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(record.state().tasks().count(TaskState.SUCCEEDED)).isEqualTo(7);
    assertThat(record.state().tasks().count(TaskState.FAILED)).isEqualTo(1);
    assertThat(host.output(run)).isEqualTo(OUTPUT);
    assertThat(kind.works()).hasSize(WORKS);
    assertThat(kind.executions().entrySet())
        .as("attempts that were executed more than once")
        .allMatch(attempt -> attempt.getValue() == 1);
  }
}
