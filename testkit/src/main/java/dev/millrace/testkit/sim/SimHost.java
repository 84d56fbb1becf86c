package dev.millrace.testkit.sim;

import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Assigning;
import dev.millrace.engine.ApplyResults;
import dev.millrace.engine.Disposition;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.testkit.contract.Receiving.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The host of the functions: takes messages from the queues, in whatever order, and gives each to
/// an invocation; sweeps now and then.
final class SimHost {
  /// What a sweep is called.
  static final String RECONCILE = "reconcile";

  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
  private static final Duration SWEEP_TIME = Duration.ofSeconds(60);
  private static final Duration RESULTS_TIME = Duration.ofSeconds(30);

  /// A queue hides a message longer than its function may take.
  private static final Duration HIDDEN_LONGER = Duration.ofSeconds(5);

  /// Once nothing went on for so long, nothing will: more than the longest wait that is bounded.
  private static final Duration STANDSTILL = Duration.ofHours(60);

  private final World world;
  private final Dice dice;
  private final boolean reconciles;
  private final int workers;

  /// Whether every assignment says that many others are in flight, so that outcomes go through the
  /// results queue also in small DAGs. It is a hint of when it was sent; nothing may depend on it.
  private final boolean saysMany;

  /// How long results may wait for others, so that several are taken together.
  private final int resultsLagMs;

  private final Set<String> poisoned = new HashSet<>();
  private int busy;
  private int calls;
  private int repairs;
  private boolean resultsAreTaken;

  SimHost(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
    this.reconciles = reconciles(world.seed());
    this.workers = dice.between(1, 6);
    this.saysMany = dice.chance(0.3);
    this.resultsLagMs = dice.chance(0.3) ? dice.between(50, 3_000) : 5;
  }

  /// Whether the host of that world sweeps.
  static boolean reconciles(long seed) {
    return Dice.of(seed, "sweeps").chance(0.5);
  }

  boolean reconciles() {
    return reconciles;
  }

  int repairs() {
    return repairs;
  }

  void begin() {
    world
        .coverage()
        .saw(reconciles ? Feature.WORLD_WITH_RECONCILE : Feature.WORLD_WITHOUT_RECONCILE);
    if (reconciles) {
      world.after(SWEEP_EVERY, this::sweep);
    }
  }

  /// A new id for an invocation.
  String nextId() {
    return "i" + ++calls;
  }

  // ---- sending, with all that it sets going ----

  /// What a worker is told.
  DispatchMessage told(DispatchMessage message) {
    return switch (message) {
      case DispatchMessage.Wake wake -> wake;
      case DispatchMessage.Cancel cancel -> cancel;
      case DispatchMessage.Assignment assignment ->
          saysMany
              ? new DispatchMessage.Assignment(
                  assignment.run(),
                  assignment.version(),
                  assignment.epoch(),
                  assignment.id(),
                  assignment.attempts(),
                  assignment.lane(),
                  Assigning.IN_FLIGHT_MAX)
              : assignment;
    };
  }

  void send(Lane lane, DispatchMessage message, Duration delay) {
    var visible = world.now().plus(delay);
    world.raw().lane(lane).send(message, visible);
    look(lane, visible);
  }

  void send(ResultMessage message) {
    world.raw().results().send(message);
    lookAtResults(world.now());
  }

  private void look(Lane lane, Instant at) {
    world.at(at.plusMillis(dice.between(0, 5)), () -> take(lane));
  }

  private void lookAtResults(Instant at) {
    world.at(at.plusMillis(dice.between(0, resultsLagMs)), this::takeResults);
  }

  // ---- dispatch queues ----

  private static Duration timeOf(Lane lane) {
    return switch (lane) {
      case SHORT -> Duration.ofSeconds(60);
      case LONG -> Duration.ofMinutes(15);
    };
  }

  private void take(Lane lane) {
    var visible = world.raw().lane(lane).visible();
    if (visible.isEmpty() || busy >= workers) {
      return; // whoever gets free looks again
    }
    if (world.gate().strikes(Fault.DELIVERED_LATE)) {
      look(lane, world.now().plus(dice.about(Duration.ofMillis(10), Duration.ofMinutes(3))));
      return;
    }
    var hidden = timeOf(lane).plus(HIDDEN_LONGER);
    var delivery = world.raw().lane(lane).receive(dice.pick(visible), hidden);
    look(lane, world.now());
    if (delivery.isEmpty()) {
      world.note(() -> "a message of " + lane + " is a dead letter");
      return;
    }
    look(lane, world.now().plus(hidden));
    deliver(lane, delivery.get(), hidden);
  }

  private void deliver(Lane lane, Delivery<DispatchMessage> delivery, Duration hidden) {
    var id = delivery.messageId();
    if (reconciles && delivery.receiveCount() == 1 && world.gate().strikes(Fault.POISONED)) {
      poisoned.add(id);
    }
    if (poisoned.contains(id)) {
      world.note(() -> id + " fails once more");
      return;
    }
    if (delivery.receiveCount() == 1 && world.gate().strikes(Fault.DELIVERED_TWICE)) {
      var in = dice.about(Duration.ofMillis(1), latestCopy(hidden));
      world.after(
          in,
          () -> {
            world.raw().lane(lane).deliverAgain(id, delivery.message());
            look(lane, world.now());
          });
    }
    busy++;
    world.begin(
        new Call(
            world,
            id,
            nextId(),
            timeOf(lane),
            isSpared(delivery.receiveCount()),
            call -> handle(lane, delivery, call)));
  }

  /// A copy may come while its original is being handled, once more behind it, or much later.
  private Duration latestCopy(Duration hidden) {
    return dice.pick(Duration.ofMillis(50), hidden, Duration.ofMinutes(12), Duration.ofHours(2));
  }

  /// Without reconcile nobody drains the dead letters, so no message may become one.
  private boolean isSpared(int receiveCount) {
    return !reconciles && receiveCount >= DeadLetters.RECEIVES_MAX - 1;
  }

  private void handle(Lane lane, Delivery<DispatchMessage> delivery, Call call) {
    var queue = world.raw().lane(lane);
    world.note(
        () ->
            "%s takes %s (%d.) %s"
                .formatted(call, call.what(), delivery.receiveCount(), delivery.message()));
    world.coverage().delivered(delivery.message(), delivery.receiveCount(), world);
    call.takes(delivery.message());
    var mistakes = world.mistakes();
    try {
      if (mistakes.isOn(Mistake.ACKNOWLEDGE_FIRST)) {
        world.gate().pass(PortCall.ACKNOWLEDGE, () -> queue.acknowledge(delivery.receipt()));
      }
      if (forgets(delivery)) {
        world.gate().pass(PortCall.ACKNOWLEDGE, () -> queue.acknowledge(delivery.receipt()));
        return;
      }
      var disposition =
          world
              .engine()
              .executeAssignment()
              .handle(delivery.messageId(), delivery.message(), call.invocation());
      switch (disposition) {
        case Disposition.Acknowledge _ ->
            world.gate().pass(PortCall.ACKNOWLEDGE, () -> queue.acknowledge(delivery.receipt()));
        case Disposition.ComeBack(var at) ->
            world
                .gate()
                .pass(
                    PortCall.COME_BACK,
                    () -> {
                      queue.changeVisibility(delivery.receipt(), at);
                      look(lane, at);
                    });
      }
      world.note(() -> call + " is done: " + disposition);
    } catch (Throttled e) {
      world.note(() -> call + " failed: " + e.getMessage());
      if (mistakes.isOn(Mistake.ACKNOWLEDGE_ANYWAY)) {
        queue.acknowledge(delivery.receipt());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts " + call, e);
    }
  }

  private boolean forgets(Delivery<DispatchMessage> delivery) {
    var isEarly =
        delivery.message() instanceof DispatchMessage.Wake(_, var at) && at.isAfter(world.now());
    return (isEarly && world.mistakes().isOn(Mistake.FORGET_EARLY_WAKES))
        || (delivery.receiveCount() > 1 && world.mistakes().isOn(Mistake.IGNORE_REDELIVERY));
  }

  // ---- results queue ----

  private void takeResults() {
    if (resultsAreTaken || !world.raw().results().hasVisible()) {
      return;
    }
    if (world.gate().strikes(Fault.DELIVERED_LATE)) {
      lookAtResults(world.now().plus(dice.about(Duration.ofMillis(10), Duration.ofMinutes(3))));
      return;
    }
    var hidden = RESULTS_TIME.plus(HIDDEN_LONGER);
    var batch = world.raw().results().receive(dice.between(1, 10), hidden);
    lookAtResults(world.now());
    lookAtResults(world.now().plus(hidden));
    if (batch.isEmpty()) {
      return;
    }
    if (reconciles && world.gate().strikes(Fault.POISONED)) {
      world.note(() -> "a batch of results fails");
      return;
    }
    var spared = batch.stream().anyMatch(each -> isSpared(each.receiveCount()));
    world.begin(
        new Call(world, "results", nextId(), RESULTS_TIME, spared, call -> apply(batch, call)));
  }

  private void apply(List<Delivery<ResultMessage>> batch, Call call) {
    world.note(() -> call + " takes results " + batch);
    world.coverage().applied(batch, world);
    var deliveries =
        batch.stream()
            .map(
                each ->
                    new ApplyResults.Delivery(
                        each.messageId(), each.receiveCount(), each.message()))
            .toList();
    var queue = world.raw().results();
    if (world.mistakes().isOn(Mistake.ACKNOWLEDGE_REST_OF_BATCH)) {
      batch.stream().skip(1).forEach(each -> queue.acknowledge(each.receipt()));
    }
    try {
      var failed = world.engine().applyResults().apply(deliveries, call.invocation());
      for (var each : batch) {
        if (failed.contains(each.messageId())) {
          queue.changeVisibility(each.receipt(), world.now());
          lookAtResults(world.now());
        } else {
          world.gate().pass(PortCall.ACKNOWLEDGE, () -> queue.acknowledge(each.receipt()));
          lookAtResults(world.now());
        }
      }
    } catch (Throttled e) {
      world.note(() -> call + " failed: " + e.getMessage());
      if (world.mistakes().isOn(Mistake.ACKNOWLEDGE_ANYWAY)) {
        batch.forEach(each -> queue.acknowledge(each.receipt()));
      }
    }
  }

  // ---- sweeps ----

  private void sweep() {
    world.after(SWEEP_EVERY, this::sweep);
    world.begin(
        new Call(
            world,
            RECONCILE,
            nextId(),
            SWEEP_TIME,
            false,
            call -> {
              try {
                var sweep = world.engine().reconcile().sweep(call.invocation());
                repairs += sweep.repaired();
                if (sweep.repaired() > 0) {
                  world.note(() -> call + " reconciled: " + sweep);
                }
              } catch (RuntimeException e) {
                if (!Throttled.isAllOf(e)) {
                  throw e;
                }
                world.note(() -> call + " failed: " + e.getMessage());
              }
            }));
  }

  // ---- ends ----

  /// An invocation is over.
  void over(Call call) {
    if (call.actions().acts()) {
      world.violated(2, call + " is over and its actions go on");
    }
    if (call.what().startsWith("dispatch")) {
      busy--;
    }
    for (var lane : Lane.values()) {
      look(lane, world.now());
    }
  }

  void crashed() {
    if (dice.chance(0.1)) {
      world.renewEngine();
    }
  }

  /// With sweeps there is always something on the agenda: what stands still must be found by time.
  void progressCheck() {
    if (world.step() % 256 == 0 && world.users().longestStandstill().compareTo(STANDSTILL) > 0) {
      world.violated(6, "nothing has gone on for " + STANDSTILL);
    }
  }

  boolean isQuiet() {
    return queued() == 0
        && (!reconciles
            || (world.raw().deadCount() == 0 && world.raw().runs().due(Instant.MAX, 1).isEmpty()));
  }

  private int queued() {
    var queued = world.raw().results().size();
    for (var lane : Lane.values()) {
      queued += world.raw().lane(lane).size();
    }
    return queued;
  }

  /// Once all is quiet, all runs have ended, and with reconcile they are settled.
  void checkAtRest() {
    for (var run : world.raw().runs().due(Instant.MAX, 100)) {
      world
          .raw()
          .runs()
          .load(run)
          .filter(record -> reconciles || !record.state().status().hasEnded())
          .ifPresent(record -> world.violated(6, run + " is left behind: " + record.state()));
    }
  }
}
