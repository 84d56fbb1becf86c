package dev.millrace.aws.dynamodb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.definition.ActionLibrary;
import dev.millrace.engine.ApplyResults;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.Disposition;
import dev.millrace.engine.Engine;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.Ports;
import dev.millrace.engine.PutDag;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.action.ThreadedActions;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.testkit.memory.CountedIds;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySecrets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

/// The engine over the stores on AWS and queues in memory. Several workers handle messages at once;
/// what a worker's requests are given up on comes back, as a function's failed invocation does.
final class StackHost {
  private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration VISIBILITY = Duration.ofSeconds(75);
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
  private static final int WORKERS = 4;
  private static final int BATCH = 10;

  /// Far more than any run here needs.
  private static final int STEPS_MAX = 2_000;

  private final TickingClock clock = new TickingClock(Stores.NOW);
  private final InMemoryHost queues = new InMemoryHost(clock);
  private final CountedIds ids = new CountedIds();
  private final DynamoRunStore runs;
  private final Engine engine;
  private int givenUp;

  StackHost(Stores stores, List<? extends TaskKind> kinds) {
    this(stores, kinds, MapPolicy.INSTANCES_MAX);
  }

  /// @param instancesMax instances of a mapped task in one run
  StackHost(Stores stores, List<? extends TaskKind> kinds, int instancesMax) {
    runs = stores.runs(clock);
    var ports =
        new Ports(
            stores.dags(),
            runs,
            stores.payloads(),
            stores.entries(),
            new InMemorySecrets(),
            queues.dispatch(),
            queues.results(),
            queues.timers(),
            queues.schedules(),
            queues.deadLetters(),
            clock,
            ids,
            0);
    var tokens = new CallbackTokens(new byte[CallbackTokens.KEY_BYTES], "https://example.com");
    engine =
        new Engine(
            ports,
            kinds,
            ActionLibrary.EMPTY,
            tokens,
            () -> new ThreadedActions(clock),
            instancesMax);
  }

  Engine engine() {
    return engine;
  }

  int givenUp() {
    return givenUp;
  }

  void put(String document) {
    var putting = engine.putDag().put(Optional.empty(), "test.yaml", document);
    if (putting instanceof PutDag.Putting.Refused(var problems)) {
      throw new IllegalStateException(problems.toString());
    }
  }

  /// Starts a run under a name, as often as a caller must who is sometimes not answered.
  RunId start(String dag, String name) {
    while (true) {
      try {
        var request =
            new StartRun.Request(
                new DagName(dag),
                Optional.of(name),
                JsonNodeFactory.instance.objectNode(),
                OptionalInt.empty());
        var start = engine.startRun().start(request, invocation());
        return switch (start) {
          case StartRun.Start.Started(var record) -> record.run();
          case StartRun.Start.Again(var record) -> record.run();
          case StartRun.Start.OtherInput _,
              StartRun.Start.UnknownDag _,
              StartRun.Start.WrongInput _ ->
              throw new IllegalStateException("not started: " + start);
        };
      } catch (SdkException unanswered) {
        givenUp++;
      }
    }
  }

  /// Works until nothing of the run is left to do.
  RunRecord settle(RunId run) {
    for (var step = 0; step < STEPS_MAX; step++) {
      var record = load(run);
      if (record.state().isSettled()) {
        return record;
      }
      if (work() == 0) {
        waitForNext();
      }
    }
    throw new IllegalStateException("not settled: " + load(run));
  }

  /// Works until no message can be received, as when a run waits for somebody.
  void workUntilQuiet(RunId run) {
    for (var step = 0; step < STEPS_MAX; step++) {
      if (work() == 0) {
        return;
      }
    }
    throw new IllegalStateException("never quiet: " + load(run));
  }

  private RunRecord load(RunId run) {
    while (true) {
      try {
        return runs.load(run).orElseThrow();
      } catch (SdkException unanswered) {
        givenUp++;
      }
    }
  }

  /// The run's output, which is small.
  int output(RunId run) {
    while (true) {
      try {
        return runs.output(run)
            .map(output -> ((Payload.Inline) output).json().asInt())
            .orElseThrow();
      } catch (SdkException unanswered) {
        givenUp++;
      }
    }
  }

  private int work() {
    var tasks = new ArrayList<Runnable>();
    for (var lane : Lane.values()) {
      for (var delivery : queues.lane(lane).receive(WORKERS, VISIBILITY)) {
        tasks.add(
            () -> {
              switch (handled(delivery.messageId(), delivery.message())) {
                case Disposition.Acknowledge _ -> queues.lane(lane).acknowledge(delivery.receipt());
                case Disposition.ComeBack(var at) ->
                    queues.lane(lane).changeVisibility(delivery.receipt(), at);
              }
            });
      }
    }
    var results = queues.results().receive(BATCH, VISIBILITY);
    if (!results.isEmpty()) {
      tasks.add(
          () -> {
            var failed =
                engine
                    .applyResults()
                    .apply(
                        results.stream()
                            .map(
                                one ->
                                    new ApplyResults.Delivery(
                                        one.messageId(), one.receiveCount(), one.message()))
                            .toList(),
                        invocation());
            for (var one : results) {
              if (failed.contains(one.messageId())) {
                queues.results().changeVisibility(one.receipt(), clock.now());
              } else {
                queues.results().acknowledge(one.receipt());
              }
            }
          });
    }
    var left = Parallel.map(tasks, StackHost::isGivenUp);
    givenUp += (int) left.stream().filter(Boolean::booleanValue).count();
    return tasks.size();
  }

  /// The edge of a function: what failed leaves its message to come back.
  private static boolean isGivenUp(Runnable task) {
    try {
      task.run();
      return false;
    } catch (SdkException failed) {
      return true;
    } catch (IllegalStateException told) {
      if (!isOfSdk(told)) {
        throw told;
      }
      return true;
    }
  }

  /// A sweep tells at its end what was thrown in it.
  private static boolean isOfSdk(Throwable thrown) {
    return thrown instanceof SdkException
        || (thrown.getCause() != null
            && isOfSdk(thrown.getCause())
            && Stream.of(thrown.getSuppressed()).allMatch(StackHost::isOfSdk));
  }

  private Disposition handled(String id, DispatchMessage message) {
    try {
      return engine.executeAssignment().handle(id, message, invocation());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Nothing can be received: time goes on to what comes next, at most to the next sweep.
  private void waitForNext() {
    var sweep = clock.now().plus(SWEEP_EVERY);
    var next =
        Stream.concat(
                Stream.of(Lane.values()).map(lane -> queues.lane(lane).nextVisible()),
                Stream.of(queues.results().nextVisible()))
            .flatMap(Optional::stream)
            .min(Instant::compareTo)
            .filter(sweep::isAfter);
    clock.forwardTo(next.orElse(sweep));
    if (next.isEmpty() && isGivenUp(() -> engine.reconcile().sweep(invocation()))) {
      givenUp++;
    }
  }

  private Invocation invocation() {
    return new Invocation(ids.invocation(), clock.now().plus(FUNCTION_TIMEOUT), 0);
  }
}
