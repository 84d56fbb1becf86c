package dev.millrace.handlers;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.Ports;
import dev.millrace.engine.PutDag;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.text.JsonText;
import dev.millrace.handlers.metric.Metrics;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.testkit.contract.Receiving;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySecrets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// A stack in memory: the handlers over the ports of a test, with a clock that the test sets.
final class TestStack {
  static final Instant BEGIN = Instant.parse("2026-11-23T06:00:00Z");

  private static final Duration VISIBILITY = Duration.ofSeconds(75);

  /// Ten seconds short of the function's own timeout.
  private static final Duration CALL = Duration.ofSeconds(50);

  private Instant now = BEGIN;
  private final Clock clock = () -> now;
  final InMemoryHost host = new InMemoryHost(clock);
  final InMemorySecrets secrets = new InMemorySecrets();
  final List<String> metrics = new ArrayList<>();
  final List<Hidden> hidden = new ArrayList<>();
  final Wiring wiring =
      new Wiring(
          new Ports(
              host.dags(),
              host.runs(),
              host.payloads(),
              host.entries(),
              secrets,
              host.dispatch(),
              host.results(),
              host.timers(),
              host.schedules(),
              host.deadLetters(),
              clock,
              new LambdaIds(clock),
              0),
          TaskKinds.standard(HttpSettings.cloud()),
          new CallbackTokens(new byte[CallbackTokens.KEY_BYTES], "https://api.example.com"),
          (queue, message, at) -> hidden.add(new Hidden(queue, message.id(), at)),
          new Metrics("Millrace/test", clock, metrics::add));

  /// A message that was told to come back.
  record Hidden(String queue, String message, Instant at) {}

  void later(Duration time) {
    now = now.plus(time);
  }

  /// Calls a handler as Lambda does.
  String call(RequestStreamHandler handler, JsonNode event) throws IOException {
    return call(handler, JsonText.writeUtf8(event));
  }

  String call(RequestStreamHandler handler, byte[] event) throws IOException {
    var out = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(event), out, new TestContext(CALL));
    return out.toString(StandardCharsets.UTF_8);
  }

  void put(String document) {
    if (wiring.engine().putDag().put(Optional.empty(), "test", document)
        instanceof PutDag.Putting.Refused(var problems)) {
      throw new IllegalArgumentException(problems.toString());
    }
  }

  RunRecord start(String dag, String name) {
    var input = JsonNodeFactory.instance.objectNode();
    var request =
        new StartRun.Request(new DagName(dag), Optional.of(name), input, OptionalInt.empty());
    return switch (wiring.engine().startRun().start(request, invocation())) {
      case StartRun.Start.Started(var record) -> record;
      case StartRun.Start other -> throw new IllegalStateException(other.toString());
    };
  }

  Invocation invocation() {
    return new Invocation("test", now.plus(CALL), 0);
  }

  RunRecord run(String run) {
    return host.runs().load(new RunId(run)).orElseThrow();
  }

  /// Delivers what waits in all queues, again and again, until nothing does: as Lambda's event
  /// source mappings do, one message a call on the dispatch queues and up to ten on the results
  /// queue.
  void work() throws IOException {
    var dispatch = new DispatchHandler(wiring);
    var results = new ResultsHandler(wiring);
    for (var delivered = true; delivered; ) {
      delivered = false;
      for (var lane : Lane.values()) {
        for (var delivery : host.lane(lane).receive(1, VISIBILITY)) {
          delivered = true;
          settle(
              call(dispatch, Events.of(delivery)), List.of(delivery), host.lane(lane)::acknowledge);
        }
      }
      var batch = host.results().receive(ResultsQueue.BATCH_MAX, VISIBILITY);
      if (!batch.isEmpty()) {
        delivered = true;
        settle(call(results, Events.of(batch)), batch, host.results()::acknowledge);
      }
    }
  }

  private static void settle(
      String answer, List<? extends Receiving.Delivery<?>> batch, Consumer<String> acknowledge) {
    var failed = Events.failures(answer);
    for (var delivery : batch) {
      if (!failed.contains(delivery.messageId())) {
        acknowledge.accept(delivery.receipt());
      }
    }
  }
}
