package dev.millrace.testkit.sim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.Disposition;
import dev.millrace.engine.Engine;
import dev.millrace.engine.Ids;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.backfill.Asked;
import dev.millrace.engine.backfill.Backfill;
import dev.millrace.engine.backfill.BackfillId;
import dev.millrace.engine.backfill.Backfills;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.testkit.memory.InMemoryHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A host with one DAG and one backfill of it, whose time, order and misfortunes a seed decides:
/// invocations end at any port call, messages come again, and people pause, resume and perhaps
/// cancel. When all that is over, nothing may be left.
final class BackfillWorld implements Ids {
  /// Most runs of a backfill that are open at a time in any world.
  static final int CONCURRENCY_MAX = 8;

  private static final Instant START = Instant.parse("2026-11-23T06:00:30Z");
  private static final DagName DAG = new DagName("orders");
  private static final Duration LONGEST = Duration.ofDays(10);
  private static final int STEPS_MAX = 3_000_000;

  private final Dice dice;
  private final InMemoryHost raw = new InMemoryHost(this::now);
  private final Engine engine;
  private final BackfillWatch watch;
  private final List<Call> calls = new ArrayList<>();
  private final int ticks;
  private final int concurrency;
  private final Asked.Rerun rerun;
  private final double crashes;
  private final double haste;
  private final Optional<Integer> cancelledAfter;
  private Optional<Call> current = Optional.empty();
  private Instant now = START;
  private Instant nextSweep = START;
  private boolean isBegun;
  private boolean isCancelled;
  private long count;

  private static final class Crashed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Call {
    private final Strand strand;
    private Instant until;

    Call(Strand strand, Instant until) {
      this.strand = strand;
      this.until = until;
    }
  }

  /// What became of a world.
  record Outcome(Optional<String> violation, Backfill backfill, int runs, int redriven) {}

  private BackfillWorld(long seed, int ticks, boolean isCancelled) {
    this.dice = Dice.of(seed, "backfills");
    this.ticks = ticks;
    this.concurrency = dice.between(1, CONCURRENCY_MAX);
    var bound = dice.chance(0.5) ? dice.between(1, 4) : 0;
    this.rerun = dice.pick(Asked.Rerun.values());
    this.crashes = dice.pick(0.0, 0.002, 0.01);
    this.haste = dice.pick(0.5, 0.9, 0.99);
    this.cancelledAfter = isCancelled ? Optional.of(ticks / 2) : Optional.empty();
    this.watch = new BackfillWatch(concurrency, bound);
    this.engine =
        new Engine(
            new BackfillPorts(this, raw).all(),
            TaskKinds.standard(HttpSettings.embedded()),
            new CallbackTokens(new byte[CallbackTokens.KEY_BYTES], "https://host.example"),
            () -> new InstantActions(this::now, this::sleep));
    var concurrencyOfDag = bound == 0 ? "" : "concurrency: {runs: %d}\n".formatted(bound);
    engine
        .putDag()
        .put(
            Optional.of(DAG),
            "orders.yaml",
            """
            dag: orders
            schedule: {cron: "*/5 * * * *", paused: true}
            %stasks:
              a: {pass: 1}
              b: {needs: [a], when: "${ $contains($string(run.tick), '5:00Z') }", fail: {error: E, cause: c}}
            """
                .formatted(concurrencyOfDag));
  }

  static Outcome run(long seed, int ticks, boolean isCancelled) {
    return new BackfillWorld(seed, ticks, isCancelled).live();
  }

  Instant now() {
    return now;
  }

  BackfillWatch watch() {
    return watch;
  }

  /// What every port call goes through.
  <T extends @Nullable Object> T pass(Supplier<T> effect) {
    if (current.isEmpty()) {
      return effect.get();
    }
    if (!dice.chance(haste)) {
      sleep(now.plusMillis(dice.between(0, 30)));
    }
    if (dice.chance(crashes)) {
      throw new Crashed();
    }
    var answer = effect.get();
    if (dice.chance(crashes)) {
      throw new Crashed();
    }
    return answer;
  }

  private void sleep(Instant until) {
    var by = current.orElseThrow();
    by.until = until;
    by.strand.pause();
  }

  private interface Action {
    void in(Invocation invocation) throws InterruptedException;
  }

  private void call(Action action) {
    var invocation = new Invocation(invocation(), now.plusSeconds(60), 0);
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
    calls.add(new Call(strand, now));
  }

  private Outcome live() {
    var from = START.minus(Duration.ofMinutes(5L * ticks)).minusSeconds(30);
    var request =
        new Backfills.Request(
            DAG,
            Optional.empty(),
            from,
            Optional.of(from.plus(Duration.ofMinutes(5L * ticks))),
            concurrency,
            dice.pick(Asked.Order.values()),
            rerun,
            Optional.empty());
    if (!(engine.backfills().check(request) instanceof Backfills.Checking.Right right)) {
      throw new AssertionError("refused: " + engine.backfills().check(request));
    }
    var before = startSome(right);
    var id = right.asked().id();
    for (var steps = 0; !isQuiet(id); steps++) {
      if (steps > STEPS_MAX || now.isAfter(START.plus(LONGEST))) {
        watch.require(false, "the world does not come to rest: " + engine.backfills().find(id));
      }
      if (watch.violation().isPresent()) {
        break;
      }
      host(right);
      people(id);
      if (!resume()) {
        pass();
      }
    }
    var backfill = engine.backfills().find(id).orElseThrow();
    if (watch.violation().isEmpty()) {
      check(backfill, right, before);
    }
    return new Outcome(watch.violation(), backfill, watch.runs().size(), watch.redriven().size());
  }

  /// Some ticks have had their runs before.
  private int startSome(Backfills.Checking.Right right) {
    var started = 0;
    for (var tick : right.ticks()) {
      if (dice.chance(0.1)) {
        started++;
        var wanted =
            new StartRun.Tick(
                DAG,
                Optional.empty(),
                tick,
                1,
                JsonNodeFactory.instance.objectNode(),
                Optional.empty(),
                Optional.empty());
        call(invocation -> engine.startRun().start(wanted, invocation));
      }
    }
    while (!isIdle()) {
      deliver();
      sweep();
      if (!resume()) {
        pass();
      }
    }
    return started;
  }

  private boolean isIdle() {
    return calls.isEmpty()
        && raw.lane(Lane.SHORT).nextVisible().isEmpty()
        && raw.runs().due(Instant.MAX, 1).isEmpty();
  }

  private boolean isQuiet(BackfillId id) {
    return isBegun
        && isIdle()
        && engine.backfills().find(id).filter(each -> each.endedAt().isPresent()).isPresent()
        && raw.entries().list(EntryKind.BACKFILL, EntryKey.ALL, Optional.empty(), 1).isEmpty();
  }

  /// Lets one of the calls that may go on do so.
  private boolean resume() {
    var ready = calls.stream().filter(call -> !call.until.isAfter(now)).toList();
    if (ready.isEmpty()) {
      return false;
    }
    var call = dice.pick(ready);
    current = Optional.of(call);
    call.strand.resume();
    current = Optional.empty();
    if (call.strand.isOver()) {
      calls.remove(call);
      call.strand.fault().ifPresent(fault -> watch.require(false, "fault: " + fault));
    }
    return true;
  }

  private void pass() {
    var next =
        Stream.of(
                calls.stream().map(call -> call.until).min(Instant::compareTo),
                raw.lane(Lane.SHORT).nextVisible(),
                Optional.of(nextSweep))
            .flatMap(Optional::stream)
            .min(Instant::compareTo)
            .orElseThrow();
    now = next.isAfter(now) ? next : now.plusMillis(1);
  }

  private void host(Backfills.Checking.Right right) {
    if (!isBegun && engine.backfills().find(right.asked().id()).isPresent()) {
      isBegun = true;
    } else if (!isBegun && calls.isEmpty()) {
      // Its caller asks again when it was lost.
      call(invocation -> engine.backfills().start(right, invocation));
    }
    deliver();
    sweep();
  }

  private void deliver() {
    for (var id : raw.lane(Lane.SHORT).visible()) {
      raw.lane(Lane.SHORT)
          .receive(id, Duration.ofMinutes(2))
          .ifPresent(
              delivery ->
                  call(
                      invocation -> {
                        var done =
                            engine
                                .executeAssignment()
                                .handle(delivery.messageId(), delivery.message(), invocation);
                        switch (done) {
                          case Disposition.Acknowledge _ ->
                              raw.lane(Lane.SHORT).acknowledge(delivery.receipt());
                          case Disposition.ComeBack(var at) ->
                              raw.lane(Lane.SHORT).changeVisibility(delivery.receipt(), at);
                        }
                      }));
    }
  }

  private void sweep() {
    if (!nextSweep.isAfter(now)) {
      nextSweep = now.plusSeconds(60);
      call(invocation -> engine.reconcile().sweep(invocation));
    }
  }

  private void people(BackfillId id) {
    if (!isBegun) {
      return;
    }
    if (!isCancelled && dice.chance(0.0005)) {
      call(invocation -> engine.backfills().pause(id, invocation));
    }
    if (!isCancelled && dice.chance(0.002)) {
      call(invocation -> engine.backfills().resume(id, invocation));
    }
    if (!isCancelled && cancelledAfter.filter(after -> done(id) >= after).isPresent()) {
      isCancelled = true;
    }
    if (isCancelled && dice.chance(0.01) && calls.size() < concurrency) {
      call(invocation -> engine.backfills().cancel(id, invocation));
    }
  }

  private int done(BackfillId id) {
    return engine.backfills().find(id).map(each -> ticks - each.left()).orElse(0);
  }

  /// When all is over: each tick has one run unless it was cancelled, all runs have ended, and the
  /// numbers are right.
  private void check(Backfill backfill, Backfills.Checking.Right right, int before) {
    for (var record : watch.runs().values()) {
      watch.require(record.state().isSettled(), record.run() + " is unsettled for ever");
    }
    var ended = backfill.asked().ticks() - backfill.left();
    var runs = new TreeSet<>(watch.runs().keySet());
    var of =
        right.ticks().stream()
            .map(tick -> RunId.ofTick(DAG, tick, Optional.empty()))
            .collect(Collectors.toSet());
    watch.require(runs.stream().allMatch(of::contains), "runs of other ticks: " + runs);
    watch.require(
        backfill.asked().ticks()
            == backfill.left()
                + backfill.existing()
                + backfill.refused()
                + backfill.ended().values().stream().mapToInt(Integer::intValue).sum(),
        "ticks are lost: " + backfill);
    if (backfill.status() == Backfill.Status.DONE) {
      watch.require(backfill.left() == 0, "it is not done: " + backfill);
      watch.require(runs.containsAll(of), "a tick has no run");
      checkReruns(backfill, before);
    } else {
      watch.require(cancelledAfter.isPresent(), "nobody cancelled it");
      watch.require(ended >= cancelledAfter.orElseThrow() - concurrency, "it ended too early");
    }
  }

  private void checkReruns(Backfill backfill, int before) {
    switch (rerun) {
      case NONE -> {
        watch.require(backfill.existing() == before, "existing: " + backfill);
        watch.require(watch.redriven().isEmpty(), "opened again: " + watch.redriven());
      }
      case FAILED ->
          watch.require(
              watch.redriven().size() + backfill.existing() == before
                  && watch.runs().values().stream()
                      .filter(each -> watch.redriven().contains(each.run()))
                      .allMatch(each -> each.state().status() == RunStatus.FAILED),
              "opened again: " + watch.redriven());
      case ALL ->
          watch.require(watch.redriven().size() == before, "opened again: " + watch.redriven());
    }
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
