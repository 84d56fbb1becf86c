package dev.millrace.testkit.sim.ticks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.engine.Engine;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.backfill.Asked;
import dev.millrace.engine.backfill.Backfill;
import dev.millrace.engine.backfill.BackfillId;
import dev.millrace.engine.backfill.Backfills;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.sim.Dice;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A host with one DAG and one backfill of it, whose time, order and misfortunes a seed decides:
/// invocations end at any port call, messages come again, and people pause, resume and perhaps
/// cancel. When all that is over, nothing may be left.
final class BackfillWorld {
  /// Most runs of a backfill that are open at a time in any world.
  static final int CONCURRENCY_MAX = 8;

  /// Ticks of a world whose length its seed decides.
  private static final int TICKS_MAX = 40;

  private static final Instant START = Instant.parse("2026-11-23T06:00:30Z");
  private static final DagName DAG = new DagName("orders");
  private static final Duration LONGEST = Duration.ofDays(10);
  private static final int STEPS_MAX = 3_000_000;
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

  private final Dice dice;
  private final FragileHost host;
  private final InMemoryHost raw;
  private final Engine engine;
  private final BackfillWatch watch;
  private final int ticks;
  private final int concurrency;
  private final Asked.Rerun rerun;
  private final Optional<Integer> cancelledAfter;
  private boolean isBegun;
  private boolean isCancelled;

  /// What became of a world.
  record Outcome(FragileHost.Lived lived, Backfill backfill, int runs, int redriven) {
    Optional<String> violation() {
      return lived.violation();
    }
  }

  private BackfillWorld(Dice dice, int ticks, boolean isCancelled, boolean isTraced) {
    this.dice = dice;
    this.ticks = ticks;
    this.concurrency = dice.between(1, CONCURRENCY_MAX);
    var bound = dice.chance(0.5) ? dice.between(1, 4) : 0;
    this.rerun = dice.pick(Asked.Rerun.values());
    var crashes = dice.pick(0.0, 0.002, 0.01);
    var haste = dice.pick(0.5, 0.9, 0.99);
    this.cancelledAfter = isCancelled ? Optional.of(ticks / 2) : Optional.empty();
    this.watch = new BackfillWatch(concurrency, bound);
    this.host =
        new FragileHost(
            dice,
            new FragileHost.Manners(crashes, haste, 0, Optional.empty(), Duration.ofMinutes(1)),
            START,
            fragile -> new BackfillPorts(fragile, watch).all(),
            what -> watch.require(false, what),
            isTraced);
    this.raw = host.raw();
    this.engine = host.engine();
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
    return new BackfillWorld(Dice.of(seed, "backfills"), ticks, isCancelled, false).live();
  }

  /// A world of which the seed decides everything: how long it is, and whether it is cancelled.
  static Outcome run(long seed, boolean isTraced) {
    var dice = Dice.of(seed, "backfill");
    return new BackfillWorld(dice, dice.between(1, TICKS_MAX), dice.chance(0.3), isTraced).live();
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
    for (var rounds = 0; !isQuiet(id); rounds++) {
      if (rounds > STEPS_MAX || host.now().isAfter(START.plus(LONGEST))) {
        watch.require(false, "the world does not come to rest: " + engine.backfills().find(id));
      }
      if (watch.violation().isPresent()) {
        break;
      }
      serve(right);
      people(id);
      goOn();
    }
    var backfill = engine.backfills().find(id).orElseThrow();
    if (watch.violation().isEmpty()) {
      check(backfill, right, before);
    }
    return new Outcome(
        host.lived(watch.violation()), backfill, watch.runs().size(), watch.redriven().size());
  }

  /// Some ticks have had their runs before.
  ///
  /// @return how many: who starts one may end before it is there
  private int startSome(Backfills.Checking.Right right) {
    for (var tick : right.ticks()) {
      if (dice.chance(0.1)) {
        var wanted =
            new StartRun.Tick(
                DAG,
                Optional.empty(),
                tick,
                1,
                JsonNodeFactory.instance.objectNode(),
                Optional.empty(),
                Optional.empty());
        host.call("start", invocation -> engine.startRun().start(wanted, invocation));
      }
    }
    while (!host.isIdle()) {
      host.deliver();
      host.sweep(SWEEP_EVERY);
      goOn();
    }
    return watch.runs().size();
  }

  private void goOn() {
    if (!host.resume()) {
      host.passTime(Stream.empty());
    }
  }

  private boolean isQuiet(BackfillId id) {
    return isBegun
        && host.isIdle()
        && engine.backfills().find(id).filter(each -> each.endedAt().isPresent()).isPresent()
        && raw.entries().list(EntryKind.BACKFILL, EntryKey.ALL, Optional.empty(), 1).isEmpty();
  }

  private void serve(Backfills.Checking.Right right) {
    if (!isBegun && engine.backfills().find(right.asked().id()).isPresent()) {
      isBegun = true;
    } else if (!isBegun && host.calls() == 0) {
      // Its caller asks again when it was lost.
      host.call("begin", invocation -> engine.backfills().start(right, invocation));
    }
    host.deliver();
    host.sweep(SWEEP_EVERY);
  }

  private void people(BackfillId id) {
    if (!isBegun) {
      return;
    }
    if (!isCancelled && dice.chance(0.0005)) {
      host.call("pause", invocation -> engine.backfills().pause(id, invocation));
    }
    if (!isCancelled && dice.chance(0.002)) {
      host.call("resume", invocation -> engine.backfills().resume(id, invocation));
    }
    if (!isCancelled && cancelledAfter.filter(after -> done(id) >= after).isPresent()) {
      isCancelled = true;
    }
    if (isCancelled && dice.chance(0.01) && host.calls() < concurrency) {
      host.call("cancel", invocation -> engine.backfills().cancel(id, invocation));
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
}
