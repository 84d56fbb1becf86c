package dev.millrace.testkit.sim.ticks;

import dev.millrace.core.plan.Lane;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.Disposition;
import dev.millrace.engine.Engine;
import dev.millrace.engine.Ids;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.Ports;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.schedule.Schedules;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySecrets;
import dev.millrace.testkit.proxy.PortProxy;
import dev.millrace.testkit.sim.Dice;
import dev.millrace.testkit.sim.Strand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A host in memory under virtual time. One of its invocations goes on at a time, and gives way at
/// every port call to any other, as the dice say; there it may also end, before the call's effect
/// or after it. For the thread of one world.
final class FragileHost implements Ids {
  private static final Duration VISIBILITY = Duration.ofMinutes(2);

  /// They keep nothing of a run, so that all worlds share them.
  private static final List<TaskKind> KINDS = TaskKinds.standard(HttpSettings.embedded());

  /// How far time goes when nothing is to come.
  private static final Duration IDLE = Duration.ofMinutes(10);

  /// Lines of history that are kept.
  private static final int HISTORY_MAX = 2_000;

  /// What kind of host it is.
  ///
  /// @param crashes how likely an invocation ends before a port call, and behind it
  /// @param haste how likely it goes on at once
  /// @param slow how likely it takes minutes when it does not
  /// @param untilAt from when on nothing of that happens but giving way
  /// @param time that an invocation has
  record Manners(
      double crashes, double haste, double slow, Optional<Instant> untilAt, Duration time) {}

  /// What it keeps of its world.
  ///
  /// @param steps how often an invocation went on
  /// @param history what happened last, when it was to be kept
  record Lived(
      Optional<String> violation, long steps, Duration virtualTime, List<String> history) {}

  /// What an invocation does.
  interface Action {
    void in(Invocation invocation) throws InterruptedException;
  }

  private final Dice dice;
  private final Manners manners;
  private final Consumer<String> fail;
  private final Optional<Deque<String>> history;
  private final Instant start;
  private final InMemoryHost raw = new InMemoryHost(this::now);
  private final Engine engine;
  private final List<Call> calls = new ArrayList<>();
  private Optional<Call> current = Optional.empty();
  private Instant now;
  private Instant nextSweep;
  private long count;
  private long steps;

  /// An invocation that ended at a port call: no exception, because code that goes on with others
  /// after one is over too.
  private static final class Crashed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final class Call {
    private final String what;
    private final Strand strand;
    private Instant until;

    Call(String what, Strand strand, Instant until) {
      this.what = what;
      this.strand = strand;
      this.until = until;
    }
  }

  /// @param ports as this host's invocations see them
  /// @param fail is told what should not be
  /// @param isTraced whether the history is kept
  FragileHost(
      Dice dice,
      Manners manners,
      Instant start,
      Function<FragileHost, Ports> ports,
      Consumer<String> fail,
      boolean isTraced) {
    this.dice = dice;
    this.manners = manners;
    this.fail = fail;
    this.history = isTraced ? Optional.of(new ArrayDeque<>()) : Optional.empty();
    this.start = start;
    this.now = start;
    this.nextSweep = start;
    this.engine =
        new Engine(
            ports.apply(this),
            KINDS,
            new CallbackTokens(new byte[CallbackTokens.KEY_BYTES], "https://host.example"),
            () -> new InstantActions(this::now, this::sleep));
  }

  Instant now() {
    return now;
  }

  Engine engine() {
    return engine;
  }

  /// Its stores and queues, where nothing goes wrong.
  InMemoryHost raw() {
    return raw;
  }

  long steps() {
    return steps;
  }

  Lived lived(Optional<String> violation) {
    return new Lived(
        violation,
        steps,
        Duration.between(start, now),
        history.map(List::copyOf).orElse(List.of()));
  }

  private boolean isFragile() {
    return manners.untilAt().filter(until -> !now.isBefore(until)).isEmpty();
  }

  /// The ports: queue, wakes and dead letters over what it has, and stores that were gated.
  Ports ports(DagStore dags, RunStore runs, EntryStore entries, Schedules schedules) {
    return new Ports(
        dags,
        runs,
        raw.payloads(),
        entries,
        new InMemorySecrets(),
        gated(DispatchQueue.class, raw.dispatch()),
        raw.results(),
        raw.timers(),
        schedules,
        gated(DeadLetters.class, raw.deadLetters()),
        this::now,
        this,
        0);
  }

  <P> P gated(Class<P> port, P target) {
    return gated(port, target, PortProxy.Call::proceed);
  }

  /// A port whose every call gives way and may be the last of its invocation.
  ///
  /// @param effect makes the call, and sees what it answers
  <P> P gated(Class<P> port, P target, Function<PortProxy.Call, @Nullable Object> effect) {
    return PortProxy.of(port, target, call -> pass(call.name(), () -> effect.apply(call)));
  }

  /// What every port call goes through; before the world begins nothing stands in its way.
  <T extends @Nullable Object> T pass(String call, Supplier<T> effect) {
    if (current.isEmpty()) {
      return effect.get();
    }
    giveWay();
    mayCrash("before", call);
    var answer = effect.get();
    mayCrash("after", call);
    return answer;
  }

  private void giveWay() {
    if (!dice.chance(manners.haste())) {
      sleep(
          now.plus(
              dice.chance(manners.slow())
                  ? dice.about(Duration.ofSeconds(1), Duration.ofMinutes(3))
                  : Duration.ofMillis(dice.between(0, 30))));
    }
  }

  private void mayCrash(String side, String call) {
    if (isFragile() && dice.chance(manners.crashes())) {
      note(() -> current.orElseThrow().what + " ends " + side + " " + call);
      throw new Crashed();
    }
  }

  private void sleep(Instant until) {
    var by = current.orElseThrow();
    by.until = until;
    by.strand.pause();
  }

  /// A run was written.
  void note(RunRecord record) {
    note(
        () ->
            "%s writes %s: %s, seq %d, epoch %d"
                .formatted(
                    current.map(call -> call.what).orElse("nobody"),
                    record.run(),
                    record.state().status(),
                    record.state().seq(),
                    record.state().epoch()));
  }

  /// Something happens.
  void note(Supplier<String> what) {
    history.ifPresent(
        lines -> {
          if (lines.size() == HISTORY_MAX) {
            lines.removeFirst();
          }
          lines.addLast(now + " " + what.get());
        });
  }

  /// Lets an invocation begin.
  ///
  /// @param what it does, for people
  void call(String what, Action action) {
    var invocation = new Invocation(invocation(), now.plus(manners.time()), 0);
    var label = invocation.id() + " " + what;
    note(() -> label + " begins");
    var strand =
        new Strand(
            invocation.id(),
            () -> {
              try {
                action.in(invocation);
              } catch (Crashed e) {
                // As invocations do.
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    calls.add(new Call(label, strand, now));
  }

  /// How many invocations go on.
  int calls() {
    return calls.size();
  }

  /// Lets one of the invocations that may go on do so.
  ///
  /// @return whether there was one
  boolean resume() {
    var ready = calls.stream().filter(call -> !call.until.isAfter(now)).toList();
    if (ready.isEmpty()) {
      return false;
    }
    steps++;
    var call = dice.pick(ready);
    current = Optional.of(call);
    call.strand.resume();
    current = Optional.empty();
    if (call.strand.isOver()) {
      calls.remove(call);
      call.strand.fault().ifPresent(fault -> fail.accept("fault: " + fault));
    }
    return true;
  }

  /// Time passes up to what comes next.
  ///
  /// @param others what else is to come
  void passTime(Stream<Instant> others) {
    var own =
        Stream.of(
                calls.stream().map(call -> call.until).min(Instant::compareTo),
                raw.lane(Lane.SHORT).nextVisible(),
                Optional.of(nextSweep))
            .flatMap(Optional::stream);
    var next = Stream.concat(own, others).min(Instant::compareTo).orElse(now.plus(IDLE));
    now = next.isAfter(now) ? next : now.plusMillis(1);
  }

  /// The clock is set.
  void leap(Duration by) {
    now = now.plus(by);
    note(() -> "the clock leaps by " + by);
  }

  /// Delivers what can be received.
  void deliver() {
    var lane = raw.lane(Lane.SHORT);
    for (var id : lane.visible()) {
      lane.receive(id, VISIBILITY)
          .ifPresent(
              delivery ->
                  call(
                      "handle " + delivery.messageId(),
                      invocation -> {
                        var done =
                            engine
                                .executeAssignment()
                                .handle(delivery.messageId(), delivery.message(), invocation);
                        switch (done) {
                          case Disposition.Acknowledge _ -> lane.acknowledge(delivery.receipt());
                          case Disposition.ComeBack(var at) ->
                              lane.changeVisibility(delivery.receipt(), at);
                        }
                      }));
    }
  }

  /// Looks after what was left behind, when it is time to.
  void sweep(Duration every) {
    if (isSweepDue(every)) {
      call("reconcile", invocation -> engine.reconcile().sweep(invocation));
    }
  }

  /// Whether it was time to, and is so again after that time.
  boolean isSweepDue(Duration every) {
    if (nextSweep.isAfter(now)) {
      return false;
    }
    nextSweep = now.plus(every);
    return true;
  }

  /// Whether no invocation goes on, no message waits, and no run is open.
  boolean isIdle() {
    return calls.isEmpty()
        && raw.lane(Lane.SHORT).nextVisible().isEmpty()
        && raw.runs().due(Instant.MAX, 1).isEmpty();
  }

  @Override
  public String ulid() {
    return "%026d".formatted(++count);
  }

  @Override
  public String invocation() {
    return "i" + ++count;
  }

  @Override
  public long seed() {
    return ++count;
  }
}
