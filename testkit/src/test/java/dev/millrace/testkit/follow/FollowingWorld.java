package dev.millrace.testkit.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Redrive;
import dev.millrace.engine.ApplyResults;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.Disposition;
import dev.millrace.engine.Engine;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.Ports;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.RetryRun;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.RunQuery;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.testkit.host.Crash;
import dev.millrace.testkit.memory.CountedIds;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySecrets;
import dev.millrace.testkit.sim.ticks.InstantActions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/// Some workers over one host in memory, each with what it remembers; calls end in a crash,
/// messages come again, and time passes, all as a seed has it.
final class FollowingWorld {
  private static final int WORKERS = 3;
  private static final Duration VISIBILITY = Duration.ofSeconds(75);
  private static final int STEPS_MAX = 20_000;

  private final Random dice;
  private final CrashingPorts crashing;
  private final InMemoryHost host = new InMemoryHost(this::now);
  private final List<Engine> workers;
  private Instant now = Instant.parse("2026-11-23T06:00:00Z");
  private int calls;

  FollowingWorld(long seed) {
    dice = new Random(seed);
    crashing = new CrashingPorts(dice);
    var ports =
        new Ports(
            host.dags(),
            crashing.of(RunStore.class, host.runs()),
            host.payloads(),
            crashing.of(EntryStore.class, host.entries()),
            new InMemorySecrets(),
            crashing.of(DispatchQueue.class, host.dispatch()),
            crashing.of(ResultsQueue.class, host.results()),
            host.timers(),
            host.schedules(),
            host.deadLetters(),
            this::now,
            new CountedIds(),
            0);
    var kinds = TaskKinds.standard(HttpSettings.embedded());
    var tokens = new CallbackTokens(new byte[CallbackTokens.KEY_BYTES], "https://host.example");
    workers =
        IntStream.range(0, WORKERS)
            .mapToObj(
                _ ->
                    new Engine(
                        ports, kinds, tokens, () -> new InstantActions(this::now, this::passUntil)))
            .toList();
  }

  Instant now() {
    return now;
  }

  private Engine worker() {
    return workers.get(dice.nextInt(WORKERS));
  }

  private Invocation invocation() {
    return new Invocation("call-" + ++calls, now.plusSeconds(60), 0);
  }

  void passUntil(Instant instant) {
    now = instant.isAfter(now) ? instant : now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  void crashWith(double chance) {
    crashing.crashWith(chance);
  }

  int crashes() {
    return crashing.crashes();
  }

  void put(String document) {
    worker().putDag().put(Optional.empty(), "test", document);
  }

  /// Asks until the caller has an answer.
  void start(String dag, String name, JsonNode input) {
    var request =
        new StartRun.Request(new DagName(dag), Optional.of(name), input, OptionalInt.empty());
    insist(() -> worker().startRun().start(request, invocation()));
  }

  void redrive(RunId run, JsonNode input) {
    var request =
        new RetryRun.Request(
            run, new Redrive.Selection.Failed(), Optional.of(input), RetryRun.Version.SAME);
    insist(() -> worker().retryRun().retry(request, invocation()));
  }

  private void insist(Runnable call) {
    while (!survives(call)) {
      pass(Duration.ofSeconds(1));
    }
  }

  private static boolean survives(Runnable call) {
    try {
      call.run();
      return true;
    } catch (Crash e) {
      return false;
    }
  }

  /// Goes on until no message is left and, with sweeps, no run is unsettled.
  void goOn(boolean sweeps) throws InterruptedException {
    for (var step = 0; step < STEPS_MAX; step++) {
      var hasMessage = takeMessage();
      var isBusy = takeResults() || hasMessage;
      if (sweeps && dice.nextInt(4) == 0) {
        survives(() -> worker().reconcile().sweep(invocation()));
      }
      if (!isBusy) {
        if (isQuiet(sweeps)) {
          return;
        }
        pass(Duration.ofSeconds(1 + dice.nextInt(90)));
      }
    }
    throw new AssertionError("it never comes to rest");
  }

  private boolean isQuiet(boolean sweeps) {
    return host.lane(Lane.SHORT).nextVisible().isEmpty()
        && host.results().nextVisible().isEmpty()
        && (!sweeps || host.runs().due(Instant.MAX, 1).isEmpty());
  }

  private boolean takeMessage() throws InterruptedException {
    var queue = host.lane(Lane.SHORT);
    var ids = queue.visible();
    if (ids.isEmpty()) {
      return false;
    }
    var received = queue.receive(ids.get(dice.nextInt(ids.size())), VISIBILITY);
    if (received.isEmpty()) {
      return true; // it was put aside: it has come back too often
    }
    var delivery = received.get();
    try {
      switch (worker()
          .executeAssignment()
          .handle(delivery.messageId(), delivery.message(), invocation())) {
        case Disposition.Acknowledge _ -> queue.acknowledge(delivery.receipt());
        case Disposition.ComeBack(var at) -> queue.changeVisibility(delivery.receipt(), at);
      }
    } catch (Crash e) {
      // It comes again once its visibility is over.
    }
    return true;
  }

  private boolean takeResults() {
    var results = host.results();
    var batch = results.receive(10, VISIBILITY);
    if (batch.isEmpty()) {
      return false;
    }
    var deliveries =
        batch.stream()
            .map(
                each ->
                    new ApplyResults.Delivery(
                        each.messageId(), each.receiveCount(), each.message()))
            .toList();
    survives(
        () -> {
          var failed = worker().applyResults().apply(deliveries, invocation());
          for (var each : batch) {
            if (failed.contains(each.messageId())) {
              results.changeVisibility(each.receipt(), now);
            } else {
              results.acknowledge(each.receipt());
            }
          }
        });
    return true;
  }

  List<RunRecord> runsOf(String dag) {
    var query =
        new RunQuery(
            Optional.of(new DagName(dag)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            RunQuery.LIMIT_MAX,
            Optional.empty());
    return host.runs().list(query).runs();
  }

  JsonNode input(RunRecord record) {
    return workers.getFirst().readRun().show(record, ReadRun.Tasks.COUNTED).path("input");
  }

  static JsonNode object(String name, boolean value) {
    return JsonNodeFactory.instance.objectNode().put(name, value);
  }
}
