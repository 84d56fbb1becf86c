package dev.millrace.testkit.sim;

import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Event;
import dev.millrace.engine.Ids;
import dev.millrace.engine.Ports;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.queue.Timers;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.DagVersion;
import dev.millrace.engine.store.PayloadStore;
import dev.millrace.engine.store.Upload;
import dev.millrace.testkit.memory.InMemorySecrets;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The ports as simulated invocations see them: every call passes the gate.
final class SimPorts {
  private final World world;
  private final PlantedMessages planted;

  SimPorts(World world) {
    this.world = world;
    this.planted = new PlantedMessages(world);
  }

  Ports all() {
    return new Ports(
        new Dags(),
        new SimRunStore(world),
        new Payloads(),
        world.raw().entries(),
        new InMemorySecrets(),
        new Dispatch(),
        new Results(),
        new Waking(),
        world.raw().schedules(),
        new Dead(),
        this::time,
        new Naming(),
        0);
  }

  private Instant time() {
    var ahead = world.mistakes().isOn(Mistake.FIRE_TIMERS_EARLY) ? 5 : 0;
    return world.now().plusSeconds(ahead);
  }

  private Gate gate() {
    return world.gate();
  }

  private final class Dags implements DagStore {
    @Override
    public Putting put(DagName dag, String document, String digest, Instant now) {
      return world.raw().dags().put(dag, document, digest, now); // before the runs begin
    }

    @Override
    public Optional<DagVersion> latest(DagName dag) {
      // Whoever puts a DAG looks too, before the runs begin and between the calls.
      return world.hasCurrent()
          ? gate().pass(PortCall.DAG_LATEST, () -> world.raw().dags().latest(dag))
          : world.raw().dags().latest(dag);
    }

    @Override
    public Optional<DagVersion> version(DagName dag, int version) {
      return world.hasCurrent()
          ? gate().pass(PortCall.DAG_VERSION, () -> world.raw().dags().version(dag, version))
          : world.raw().dags().version(dag, version);
    }

    @Override
    public List<DagVersion> list() {
      return world.raw().dags().list();
    }

    @Override
    public boolean remove(DagName dag) {
      return world.raw().dags().remove(dag);
    }
  }

  private final class Payloads implements PayloadStore {
    @Override
    public void put(String key, byte[] json) {
      gate().pass(PortCall.PAYLOAD_PUT, () -> world.raw().payloads().put(key, json));
    }

    @Override
    public byte[] get(String key) {
      return gate().pass(PortCall.PAYLOAD_GET, () -> world.raw().payloads().get(key));
    }

    // The actions of made-up DAGs give values, not streams, so these two are not gates.

    @Override
    public Upload upload(String key) {
      return world.raw().payloads().upload(key);
    }

    @Override
    public InputStream open(String key) {
      return world.raw().payloads().open(key);
    }
  }

  private final class Dispatch implements DispatchQueue {
    @Override
    public void send(Lane lane, List<? extends DispatchMessage> messages, Duration delay) {
      var parts = gate().parts(messages.size(), PortCall.DISPATCH_SEND);
      gate()
          .pass(
              PortCall.DISPATCH_SEND,
              () -> messages.subList(0, parts).forEach(message -> sendNow(lane, message, delay)));
      if (parts < messages.size()) {
        throw new Throttled(PortCall.DISPATCH_SEND);
      }
    }

    @Override
    public Optional<Instant> oldest(Lane lane) {
      return gate().pass(PortCall.DISPATCH_OLDEST, () -> world.raw().dispatch().oldest(lane));
    }
  }

  private void sendNow(Lane lane, DispatchMessage message, Duration delay) {
    planted.dispatch(message).ifPresent(sent -> sendPlanted(lane, world.host().told(sent), delay));
  }

  private void sendPlanted(Lane lane, DispatchMessage message, Duration delay) {
    world.note(() -> "sent to " + lane + " " + message + (delay.isZero() ? "" : " in " + delay));
    var isWake = message instanceof DispatchMessage.Wake;
    world.host().send(lane, message, isWake ? timing(delay) : delay);
  }

  /// A wake may come late, and one that is early must be sent back to wait.
  private Duration timing(Duration delay) {
    if (world.gate().strikes(Fault.WAKE_EARLY)) {
      return delay.dividedBy(3);
    }
    return world.gate().strikes(Fault.WAKE_LATE) ? delay.plusSeconds(45) : delay;
  }

  private final class Results implements ResultsQueue {
    @Override
    public void send(ResultMessage message) {
      gate().pass(PortCall.RESULT_SEND, () -> sendNow(message));
    }

    private void sendNow(ResultMessage message) {
      var answers = message.events().stream().allMatch(Event.Answered.class::isInstance);
      if (world.mistakes().isOn(answers ? Mistake.DROP_CALLBACKS : Mistake.DROP_RESULTS)) {
        return;
      }
      world.note(() -> "sent to results " + message.events());
      world.host().send(message);
    }
  }

  private final class Waking implements Timers {
    @Override
    public void wake(RunId run, Instant at) {
      gate().pass(PortCall.TIMER_WAKE, () -> wakeNow(run, at));
    }

    private void wakeNow(RunId run, Instant at) {
      var delay = Duration.between(world.now(), at);
      sendNow(
          Lane.SHORT,
          new DispatchMessage.Wake(run, at),
          delay.isNegative() ? Duration.ZERO : delay);
    }
  }

  private final class Dead implements DeadLetters {
    private DeadLetters raw() {
      return world.raw().deadLetters();
    }

    @Override
    public List<DeadDispatch> dispatch(int limit) {
      return gate().pass(PortCall.DEAD_READ, () -> deadDispatch(limit));
    }

    @Override
    public List<DeadResult> results(int limit) {
      return gate().pass(PortCall.DEAD_READ, () -> deadResults(limit));
    }

    /// No DAG of these worlds has a schedule.
    @Override
    public List<DeadTick> ticks(int limit) {
      return raw().ticks(limit);
    }

    private List<DeadDispatch> deadDispatch(int limit) {
      var dead = raw().dispatch(limit);
      dead.forEach(each -> world.coverage().died(each.message()));
      return dead;
    }

    private List<DeadResult> deadResults(int limit) {
      var dead = raw().results(limit);
      if (!dead.isEmpty()) {
        world.coverage().saw(Feature.DEAD_RESULT);
      }
      return dead;
    }

    @Override
    public void remove(String receipt) {
      gate().pass(PortCall.DEAD_REMOVE, () -> raw().remove(receipt));
    }
  }

  private final class Naming implements Ids {
    private int ulids;

    @Override
    public String ulid() {
      return "%026d".formatted(++ulids);
    }

    @Override
    public String invocation() {
      return world.current().id();
    }

    @Override
    public long seed() {
      return Dice.of(world.seed(), "seed " + ++ulids).bits();
    }
  }
}
