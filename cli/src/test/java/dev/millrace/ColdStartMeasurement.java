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
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Measures what the packaged API function costs from the start of its process to its first answer,
/// beside a function that only has the same clients of the SDK, in turn. Other work on the machine
/// disturbs the time on the wall, so the processors' time stands beside it. No test, because it
/// times; docs/operate.md says how to run it and what came of it.
@ExtendWith(TestServers.class)
class ColdStartMeasurement {
  private static final int ROUNDS = 11;

  /// `GET /health` as the stack itself asks for it.
  private static final String EVENT = "events/awake-http.json";

  /// From the start of a process to its first answer.
  private record First(Duration wall, Duration processor) {}

  @Test
  void a_packaged_function_begins_nearly_as_soon_as_the_sdk_alone(
      DynamoDbLocal dynamoDb, ElasticMq elasticMq) throws Exception {
    var event = Files.readString(SourceFile.root().resolve(EVENT));
    var classes =
        Path.of(SdkOnlyHandler.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var packaged = List.of(LoopbackStack.jar());
    var handler = "dev.millrace.handlers.ApiHandler";
    var ours = new ArrayList<First>();
    var others = new ArrayList<First>();
    try (var stack = new LoopbackStack(dynamoDb, elasticMq, 1)) {
      // Makes the parameter that both read.
      first(stack, handler, packaged, event);
      for (var round = 0; round < ROUNDS; round++) {
        ours.add(first(stack, handler, packaged, event));
        others.add(
            first(
                stack,
                SdkOnlyHandler.class.getName(),
                List.of(LoopbackStack.jar(), classes),
                event));
      }
    }
    tell("time on the wall", ours, others, First::wall);
    tell("processor time", ours, others, First::processor);
    assertThat(ours).hasSize(ROUNDS).allMatch(first -> first.processor().isPositive());
  }

  private static First first(LoopbackStack stack, String handler, List<Path> code, String event)
      throws Exception {
    try (var function = stack.another(handler, code, Map.of())) {
      var began = System.nanoTime();
      var answer = function.call(event);
      var wall = Duration.ofNanos(System.nanoTime() - began);
      assertThat(answer).isNotEmpty();
      return new First(wall, function.processorTime());
    }
  }

  private static void tell(
      String what, List<First> ours, List<First> others, Function<First, Duration> time) {
    var packaged = sorted(ours, time);
    var alone = sorted(others, time);
    System.out.printf(
        "init and first event, %s, median of %d (least to most): packaged %s, SDK alone %s,"
            + " ratio %.2f%n",
        what, ROUNDS, spread(packaged), spread(alone), (double) median(packaged) / median(alone));
  }

  private static List<Long> sorted(List<First> firsts, Function<First, Duration> time) {
    return firsts.stream().map(time).map(Duration::toMillis).sorted().toList();
  }

  private static String spread(List<Long> millis) {
    return "%d ms (%d to %d)".formatted(median(millis), millis.getFirst(), millis.getLast());
  }

  private static long median(List<Long> millis) {
    return millis.get(millis.size() / 2);
  }
}
