package dev.millrace.testkit.dag;

import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.ApplyResults;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Disposition;
import dev.millrace.engine.Engine;
import dev.millrace.engine.Ids;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.Ports;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.Token;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.actions.ShippedActions;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.testkit.contract.Receiving.Delivery;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySecrets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The host of a test: the real use cases over in-memory stores and queues, on time that jumps from
/// one event to the next. What is due at the same instant happens in the order in which it was
/// asked for, so every run of a test is the same.
final class VirtualHost implements Clock {
  /// How long an invocation may take: what the hosts' functions have.
  private static final Duration SHORT_TIME = Duration.ofSeconds(60);

  private static final Duration LONG_TIME = Duration.ofMinutes(15);
  private static final Duration CALL_TIME = Duration.ofSeconds(30);

  /// A queue hides a message longer than its function may take.
  private static final Duration HIDDEN_LONGER = Duration.ofSeconds(5);

  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
  private static final int RESULTS_BATCH = 10;

  /// Characters of a ULID.
  private static final int ULID_LENGTH = 26;

  private final VirtualClock clock;
  private final InMemoryHost memory;
  private final CallbackTokens tokens =
      new CallbackTokens(new byte[CallbackTokens.KEY_BYTES], "https://millrace.example");
  private final Map<TaskName, TaskScript> scripts;
  private final PriorityQueue<Sleeper> sleepers = new PriorityQueue<>(Sleeper.ORDER);
  private final Set<Strand> strands = new HashSet<>();
  private final Engine engine;
  private final Watch watch;
  private @Nullable Strand current;
  private Instant lastSweep;
  private int invocations;
  private int unnamedRuns;
  private long slept;

  private record Sleeper(Instant until, long order, Strand strand) {
    static final Comparator<Sleeper> ORDER =
        Comparator.comparing(Sleeper::until).thenComparingLong(Sleeper::order);
  }

  VirtualHost(Instant start, Map<TaskName, TaskScript> scripts) {
    this.clock = new VirtualClock(start);
    this.lastSweep = start;
    this.scripts = scripts;
    this.memory = new InMemoryHost(clock);
    this.watch = new Watch(clock, record -> engine().plans().of(record));
    var runs = new WatchedRunStore(memory.runs(), watch);
    var kinds = TaskKinds.standard(HttpSettings.embedded()).stream().map(TestedKind::new).toList();
    this.engine =
        new Engine(
            new Ports(
                memory.dags(),
                runs,
                memory.payloads(),
                memory.entries(),
                new InMemorySecrets(),
                memory.dispatch(),
                memory.results(),
                memory.timers(),
                memory.schedules(),
                memory.deadLetters(),
                clock,
                ids(),
                0),
            kinds,
            ShippedActions.library(kinds),
            tokens,
            () -> new ScriptedActions(this, currentStrand()));
  }

  private Ids ids() {
    return new Ids() {
      @Override
      public String ulid() {
        var number = Integer.toString(++unnamedRuns);
        return "0".repeat(ULID_LENGTH - number.length()) + number;
      }

      @Override
      public String invocation() {
        return nextInvocation();
      }

      @Override
      public long seed() {
        return unnamedRuns;
      }
    };
  }

  private String nextInvocation() {
    return "test-" + ++invocations;
  }

  Engine engine() {
    return engine;
  }

  Watch watch() {
    return watch;
  }

  CallbackTokens tokens() {
    return tokens;
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  Optional<RunRecord> runOf(RunId run) {
    return memory.runs().load(run);
  }

  Optional<Token> tokenOf(RunId run, String hash) {
    return memory.runs().token(run, hash);
  }

  Optional<TaskScript> scriptOf(TaskCall call) {
    return Optional.ofNullable(scripts.get(new TaskName(call.task())))
        .filter(script -> script.covers(call.index()));
  }

  /// For a call of the test: starts, cancels, callbacks.
  Invocation call() {
    return new Invocation(nextInvocation(), now().plus(CALL_TIME), 0);
  }

  // ---- the passing of time ----

  /// Lets the next thing happen, unless it lies behind `until`.
  ///
  /// @return whether there was one
  boolean step(Instant until) {
    var sleeper = sleepers.peek();
    if (sleeper != null && !sleeper.until().isAfter(now())) {
      sleepers.remove();
      resume(sleeper.strand());
    } else if (!takeMessage() && !takeResults() && !sweep()) {
      var next = nextInstant();
      if (next.isEmpty() || next.get().isAfter(until)) {
        return false;
      }
      clock.moveTo(next.get());
    }
    watch.verify();
    return true;
  }

  /// Lets all happen until an instant, and makes that the present.
  void goOnUntil(Instant until) {
    while (step(until)) {
      // Each step is a thing that happened.
    }
    clock.moveTo(until);
  }

  private Optional<Instant> nextInstant() {
    return Stream.of(
            Stream.of(Lane.values()).flatMap(lane -> memory.lane(lane).nextVisible().stream()),
            memory.results().nextVisible().stream(),
            sleepers.stream().map(Sleeper::until),
            nextSweep().stream())
        .flatMap(instants -> instants)
        .min(Comparator.naturalOrder());
  }

  // ---- invocations ----

  private Strand currentStrand() {
    if (current == null) {
      throw new IllegalStateException("no invocation runs");
    }
    return current;
  }

  /// Lets an invocation stand still; for its own strand.
  void sleep(Strand strand, Instant until) {
    sleepers.add(new Sleeper(until, ++slept, strand));
    strand.pause();
  }

  private void resume(Strand strand) {
    current = strand;
    try {
      strand.resume();
    } finally {
      current = null;
    }
    if (strand.isOver()) {
      strands.remove(strand);
      switch (strand.fault().orElse(null)) {
        case null -> {
          // Ended as it should.
        }
        case RuntimeException fault -> throw fault;
        case Error fault -> throw fault;
        case Throwable fault -> throw new IllegalStateException("an invocation ended", fault);
      }
    }
  }

  private boolean takeMessage() {
    for (var lane : Lane.values()) {
      var time = timeOf(lane);
      var deliveries = memory.lane(lane).receive(1, time.plus(HIDDEN_LONGER));
      if (!deliveries.isEmpty()) {
        var delivery = deliveries.getFirst();
        var invocation = new Invocation(nextInvocation(), now().plus(time), 0);
        var strand = new Strand(invocation.id(), () -> handle(lane, delivery, invocation));
        strands.add(strand);
        resume(strand);
        return true;
      }
    }
    return false;
  }

  private static Duration timeOf(Lane lane) {
    return switch (lane) {
      case SHORT -> SHORT_TIME;
      case LONG -> LONG_TIME;
    };
  }

  private void handle(Lane lane, Delivery<DispatchMessage> delivery, Invocation invocation) {
    var queue = memory.lane(lane);
    try {
      switch (engine
          .executeAssignment()
          .handle(delivery.messageId(), delivery.message(), invocation)) {
        case Disposition.Acknowledge _ -> queue.acknowledge(delivery.receipt());
        case Disposition.ComeBack(var at) -> queue.changeVisibility(delivery.receipt(), at);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts " + invocation.id(), e);
    }
  }

  private boolean takeResults() {
    var results = memory.results();
    var batch = results.receive(RESULTS_BATCH, CALL_TIME.plus(HIDDEN_LONGER));
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
    var failed = engine.applyResults().apply(deliveries, call());
    for (var each : batch) {
      if (failed.contains(each.messageId())) {
        results.changeVisibility(each.receipt(), now());
      } else {
        results.acknowledge(each.receipt());
      }
    }
    return true;
  }

  // ---- sweeps ----

  /// Of the sweeps, which come every minute, the next that finds a run to look at.
  private Optional<Instant> nextSweep() {
    return memory.runs().due(Instant.MAX, 1).stream()
        .findFirst()
        .flatMap(run -> memory.runs().load(run))
        .map(
            record -> {
              var earliest = lastSweep.plus(SWEEP_EVERY);
              return record.nextCheck().isBefore(earliest) ? earliest : record.nextCheck();
            });
  }

  private boolean sweep() {
    if (nextSweep().filter(at -> !at.isAfter(now())).isEmpty()) {
      return false;
    }
    lastSweep = now();
    engine.reconcile().sweep(new Invocation(nextInvocation(), now().plus(SHORT_TIME), 0));
    return true;
  }

  // ---- the end ----

  /// What ends the invocations that still stand there once nobody uses this host any more. It does
  /// not refer to the host itself.
  Runnable ending() {
    var left = strands;
    return () -> Set.copyOf(left).forEach(Strand::abandon);
  }
}
