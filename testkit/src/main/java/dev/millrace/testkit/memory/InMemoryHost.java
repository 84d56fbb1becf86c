package dev.millrace.testkit.memory;

import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.Clock;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.queue.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The stores and queues of one host in memory, connected: dispatch queues, results queue, timers
/// and the dead letters of them all.
public final class InMemoryHost {
  /// How long a dead letter that was read stays hidden.
  private static final Duration DEAD_HIDDEN = Duration.ofMinutes(5);

  private final Clock clock;
  private final InMemoryDagStore dags = new InMemoryDagStore();
  private final InMemoryRunStore runs = new InMemoryRunStore();
  private final InMemoryPayloadStore payloads = new InMemoryPayloadStore();
  private final InMemorySchedules schedules = new InMemorySchedules();
  private final InMemoryEntryStore entries = new InMemoryEntryStore();
  private final Map<Lane, InMemoryQueue<DispatchMessage>> lanes = new EnumMap<>(Lane.class);
  private final DeadQueue<DispatchMessage> deadDispatch;
  private final DeadQueue<ResultMessage> deadResults;
  private final DeadQueue<Tick> deadTicks;
  private final InMemoryFifoQueue results;

  private record Tick(DagName dag, Instant at) {}

  /// An empty host that tells the time by that clock.
  public InMemoryHost(Clock clock) {
    this.clock = clock;
    this.deadDispatch = new DeadQueue<>("dead-dispatch", clock, DEAD_HIDDEN);
    this.deadResults = new DeadQueue<>("dead-results", clock, DEAD_HIDDEN);
    this.deadTicks = new DeadQueue<>("dead-ticks", clock, DEAD_HIDDEN);
    this.results = new InMemoryFifoQueue(clock, deadResults::add);
    for (var lane : Lane.values()) {
      lanes.put(lane, new InMemoryQueue<>(nameOf(lane), clock, deadDispatch::add));
    }
  }

  private static String nameOf(Lane lane) {
    return switch (lane) {
      case SHORT -> "dispatch";
      case LONG -> "dispatch-long";
    };
  }

  /// Its DAGs.
  public InMemoryDagStore dags() {
    return dags;
  }

  /// Its runs.
  public InMemoryRunStore runs() {
    return runs;
  }

  /// Its payloads.
  public InMemoryPayloadStore payloads() {
    return payloads;
  }

  /// What wakes for its schedules.
  public InMemorySchedules schedules() {
    return schedules;
  }

  /// What its workers agree on beside DAGs and runs.
  public InMemoryEntryStore entries() {
    return entries;
  }

  /// The queue of a lane.
  public InMemoryQueue<DispatchMessage> lane(Lane lane) {
    return lanes.computeIfAbsent(lane, missing -> failFor(missing));
  }

  private static InMemoryQueue<DispatchMessage> failFor(Lane lane) {
    throw new IllegalStateException("no queue for lane " + lane);
  }

  /// The queue of outcomes.
  public InMemoryFifoQueue results() {
    return results;
  }

  /// The sending side of all lanes.
  public DispatchQueue dispatch() {
    return new DispatchQueue() {
      @Override
      public void send(Lane lane, List<? extends DispatchMessage> messages, Duration delay) {
        if (delay.isNegative() || delay.compareTo(DELAY_MAX) > 0) {
          throw new IllegalArgumentException("a delay of " + delay + ", at most " + DELAY_MAX);
        }
        messages.forEach(message -> lane(lane).send(message, clock.now().plus(delay)));
      }

      @Override
      public Optional<Instant> oldest(Lane lane) {
        return lane(lane).oldest();
      }
    };
  }

  /// Timers that are exactly in time.
  public Timers timers() {
    return this::wake;
  }

  private void wake(RunId run, Instant at) {
    lane(Lane.SHORT).send(new DispatchMessage.Wake(run, at), at);
  }

  /// The dead letters of all queues.
  public DeadLetters deadLetters() {
    return new DeadLetters() {
      @Override
      public List<DeadDispatch> dispatch(int limit) {
        var found = new ArrayList<DeadDispatch>();
        deadDispatch.read(
            limit, (receipt, message) -> found.add(new DeadDispatch(receipt, message)));
        return found;
      }

      @Override
      public List<DeadResult> results(int limit) {
        var found = new ArrayList<DeadResult>();
        deadResults.read(limit, (receipt, message) -> found.add(new DeadResult(receipt, message)));
        return found;
      }

      @Override
      public List<DeadTick> ticks(int limit) {
        var found = new ArrayList<DeadTick>();
        deadTicks.read(
            limit, (receipt, tick) -> found.add(new DeadTick(receipt, tick.dag(), tick.at())));
        return found;
      }

      @Override
      public void remove(String receipt) {
        deadTicks.remove(receipt);
        deadDispatch.remove(receipt);
        deadResults.remove(receipt);
      }
    };
  }

  /// Nobody can be woken for a tick: it is put aside.
  public void putAside(DagName dag, Instant tick) {
    deadTicks.add(new Tick(dag, tick));
  }

  /// Dead letters that nobody has removed.
  public int deadCount() {
    return deadDispatch.size() + deadResults.size() + deadTicks.size();
  }
}
