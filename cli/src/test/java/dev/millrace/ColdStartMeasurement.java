package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.template.LoopbackStack;
import dev.millrace.template.SdkOnlyHandler;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.ElasticMq;
import dev.millrace.testkit.servers.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Measures what the packaged API function costs from the start of its process to its first answer,
/// beside a function that only has the same clients of the SDK. No test, because it times:
///
/// ```
/// mvn -B verify -pl cli -am -Dtest=ColdStartMeasurement -Dsurefire.failIfNoSpecifiedTests=false
/// ```
@ExtendWith(TestServers.class)
class ColdStartMeasurement {
  private static final int ROUNDS = 7;

  /// `GET /health` as the stack itself asks for it.
  private static final String EVENT = "events/awake-http.json";

  @Test
  void a_packaged_function_begins_nearly_as_soon_as_the_sdk_alone(
      DynamoDbLocal dynamoDb, ElasticMq elasticMq) throws Exception {
    var event = Files.readString(SourceFile.root().resolve(EVENT));
    var classes =
        Path.of(SdkOnlyHandler.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var ours = new ArrayList<Duration>();
    var others = new ArrayList<Duration>();
    try (var stack = new LoopbackStack(dynamoDb, elasticMq, 1)) {
      // Makes the parameter that both read.
      first(stack, "dev.millrace.handlers.ApiHandler", List.of(LoopbackStack.jar()), event);
      for (var round = 0; round < ROUNDS; round++) {
        ours.add(
            first(stack, "dev.millrace.handlers.ApiHandler", List.of(LoopbackStack.jar()), event));
        others.add(
            first(
                stack,
                SdkOnlyHandler.class.getName(),
                List.of(LoopbackStack.jar(), classes),
                event));
      }
    }
    System.out.printf(
        "init and first event, median of %d: packaged %d ms, SDK alone %d ms, ratio %.2f%n",
        ROUNDS, median(ours), median(others), (double) median(ours) / median(others));
    assertThat(ours).hasSize(ROUNDS);
  }

  private static Duration first(LoopbackStack stack, String handler, List<Path> code, String event)
      throws Exception {
    try (var function = stack.another(handler, code, Map.of())) {
      var began = System.nanoTime();
      var answer = function.call(event);
      var took = Duration.ofNanos(System.nanoTime() - began);
      assertThat(answer).isNotEmpty();
      return took;
    }
  }

  private static long median(List<Duration> times) {
    return times.stream().sorted().toList().get(times.size() / 2).toMillis();
  }
}
