package dev.millrace.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every event that AWS sends is taken by its handler, also by one that knows of nothing yet.
class EventFilesTest {
  private static final Map<String, Function<Wiring, RequestStreamHandler>> HANDLERS =
      Map.ofEntries(
          Map.entry("api", ApiHandler::new),
          Map.entry("approval", CallbackHandler::new),
          Map.entry("awake-http", ApiHandler::new),
          Map.entry("awake-queue", DispatchHandler::new),
          Map.entry("awake-start", StartHandler::new),
          Map.entry("callback", CallbackHandler::new),
          Map.entry("callback-heartbeat", CallbackHandler::new),
          Map.entry("dispatch", DispatchHandler::new),
          Map.entry("dispatch-long", DispatchHandler::new),
          Map.entry("dispatch-wake", DispatchHandler::new),
          Map.entry("reconcile", ReconcileHandler::new),
          Map.entry("results", ResultsHandler::new),
          Map.entry("start-object", StartHandler::new),
          Map.entry("start-object-rule", StartHandler::new),
          Map.entry("start-queue", StartHandler::new),
          Map.entry("start-rule", StartHandler::new),
          Map.entry("start-tick", StartHandler::new),
          Map.entry("start-webhook", StartHandler::new));

  static Stream<String> names() {
    return new TreeSet<>(HANDLERS.keySet()).stream();
  }

  @Test
  void every_event_has_a_handler_and_every_handler_an_event() throws IOException {
    assertThat(EventFile.names()).containsExactlyElementsOf(names().toList());
  }

  @ParameterizedTest
  @MethodSource("names")
  void an_event_is_taken(String name) {
    var stack = new TestStack();
    var handler = HANDLERS.getOrDefault(name, ApiHandler::new).apply(stack.wiring);
    assertThatCode(() -> stack.call(handler, EventFile.read(name))).doesNotThrowAnyException();
    assertThat(stack.host.runs().due(TestStack.BEGIN, 1)).isEmpty();
  }
}
