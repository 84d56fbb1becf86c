package dev.millrace.testkit.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Engine;
import dev.millrace.engine.Ids;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.Ports;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.action.ThreadedActions;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.schedule.Schedules;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.PayloadStore;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.testkit.contract.Receiving.Delivery;
import dev.millrace.testkit.memory.CountedIds;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySecrets;
import dev.millrace.testkit.proxy.PortProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// An engine over a host in memory, at whose stores and schedules a test listens. Messages lie in
/// its queue until the test has them handled, on its own thread.
public final class WatchedHost {
  private static final Duration HIDDEN = Duration.ofMinutes(2);
  private static final Duration CALL = Duration.ofMinutes(1);

  private final Clock clock;
  private final Ids ids = new CountedIds();
  private final InMemoryHost memory;
  private final PortProxy.Between between;
  private final Engine engine;

  /// An empty one.
  public WatchedHost(Clock clock, PortProxy.Between between, TaskKind... kinds) {
    this.clock = clock;
    this.memory = new InMemoryHost(clock);
    this.between = between;
    this.engine = engine(kinds);
  }

  /// Another engine over the same stores and queues, as after an upgrade.
  public Engine engine(TaskKind... kinds) {
    return new Engine(
        new Ports(
            memory.dags(),
            PortProxy.of(RunStore.class, memory.runs(), between),
            PortProxy.of(PayloadStore.class, memory.payloads(), between),
            PortProxy.of(EntryStore.class, memory.entries(), between),
            new InMemorySecrets(),
            memory.dispatch(),
            memory.results(),
            memory.timers(),
            PortProxy.of(Schedules.class, memory.schedules(), between),
            memory.deadLetters(),
            clock,
            ids,
            0),
        List.of(kinds),
        new CallbackTokens(new byte[CallbackTokens.KEY_BYTES], "https://host.example"),
        () -> new ThreadedActions(clock));
  }

  /// What it is made of, unwatched.
  public InMemoryHost memory() {
    return memory;
  }

  /// Its engine.
  public Engine engine() {
    return engine;
  }

  /// Asks for a run.
  public StartRun.Start start(DagName dag, String name, JsonNode input) {
    var request = new StartRun.Request(dag, Optional.of(name), input, OptionalInt.empty());
    return engine.startRun().start(request, invocation());
  }

  /// A run as it stands.
  public RunRecord load(RunId run) {
    return memory.runs().load(run).orElseThrow();
  }

  /// A new one, which may take a minute.
  public Invocation invocation() {
    return new Invocation(ids.invocation(), clock.now().plus(CALL), 0);
  }

  /// Takes the messages that are there to be taken; they do not come again.
  public List<Delivery<DispatchMessage>> takeVisible() {
    var taken = new ArrayList<Delivery<DispatchMessage>>();
    var queue = memory.lane(Lane.SHORT);
    for (var id : queue.visible()) {
      var delivery = queue.receive(id, HIDDEN).orElseThrow();
      queue.acknowledge(delivery.receipt());
      taken.add(delivery);
    }
    return taken;
  }

  /// Handles a message.
  public void handle(Delivery<DispatchMessage> delivery) {
    try {
      engine.executeAssignment().handle(delivery.messageId(), delivery.message(), invocation());
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts a test", e);
    }
  }

  /// Handles messages until none is there to be taken.
  public void handleAll() {
    for (var taken = takeVisible(); !taken.isEmpty(); taken = takeVisible()) {
      taken.forEach(this::handle);
    }
  }
}
