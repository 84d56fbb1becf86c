package dev.millrace.testkit.sim.ticks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.run.Redrive;
import dev.millrace.engine.Engine;
import dev.millrace.engine.PutDag;
import dev.millrace.engine.RetryRun;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySchedules.Wake;
import dev.millrace.testkit.sim.Dice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// A host with one scheduled DAG whose time, order and misfortunes a seed decides. Wakes come late,
/// early, twice, never or as dead letters, invocations end at any port call, the clock leaps, and
/// people put other versions, pause, resume, start, cancel and open runs again meanwhile. When all
/// that is over, nothing may be left.
final class ScheduleWorld {
  private static final Instant START = Instant.parse("2026-11-23T06:00:30Z");
  private static final DagName DAG = new DagName("orders");
  private static final Duration UNREST = Duration.ofMinutes(40);
  private static final Duration LAST_TICK = Duration.ofHours(1);
  private static final Duration REST = Duration.ofHours(8);
  private static final int STEPS_MAX = 60_000;

  private final Dice dice;
  private final Optional<ScheduleMistake> mistake;
  private final FragileHost host;
  private final InMemoryHost raw;
  private final Engine engine;
  private final ScheduleWatch watch;
  private final List<Wake> late = new ArrayList<>();
  private final int bound;
  private boolean isOver;

  /// What became of a world.
  record Outcome(FragileHost.Lived lived, int runs, long skipped) {
    Optional<String> violation() {
      return lived.violation();
    }
  }

  private ScheduleWorld(long seed, Optional<ScheduleMistake> mistake, boolean isTraced) {
    this.dice = Dice.of(seed, "schedules");
    this.mistake = mistake;
    this.bound = dice.chance(0.5) ? dice.between(1, 3) : 0;
    var crashes = dice.pick(0.0, 0.002, 0.01, 0.05);
    var manners =
        new FragileHost.Manners(
            crashes, dice.fraction(), 0.02, Optional.of(START.plus(UNREST)), Duration.ofHours(1));
    this.watch = new ScheduleWatch(DAG, bound);
    this.host =
        new FragileHost(
            dice,
            manners,
            START,
            fragile -> new SchedulePorts(fragile, watch, mistake).all(),
            watch::fail,
            isTraced);
    this.raw = host.raw();
    this.engine = host.engine();
  }

  static Outcome run(long seed, Optional<ScheduleMistake> mistake) {
    return new ScheduleWorld(seed, mistake, false).live();
  }

  /// The same world once more, with its history.
  static Outcome traced(long seed) {
    return new ScheduleWorld(seed, Optional.empty(), true).live();
  }

  private boolean isUnrest() {
    return host.now().isBefore(START.plus(UNREST));
  }

  private Outcome live() {
    putNow(document());
    var rounds = 0;
    while (host.now().isBefore(START.plus(REST)) && watch.violation().isEmpty()) {
      if (++rounds > STEPS_MAX) {
        watch.fail("the world does not come to rest");
      }
      if (!isOver && !host.now().isBefore(START.plus(LAST_TICK))) {
        isOver = true;
        checkTicks();
        host.call("pause", invocation -> engine.actOnTicks().pause(DAG, invocation));
      }
      serve();
      if (isUnrest() && dice.chance(0.02)) {
        somebody();
      }
      if (!host.resume()) {
        passTime();
      }
    }
    if (watch.violation().isEmpty()) {
      check();
    }
    return new Outcome(host.lived(watch.violation()), watch.runs().size(), watch.skipped());
  }

  /// Time passes up to what comes next; seldom the clock leaps.
  private void passTime() {
    if (isUnrest() && dice.chance(0.002)) {
      host.leap(dice.about(Duration.ofMinutes(1), Duration.ofMinutes(20)));
    } else {
      host.passTime(Stream.concat(raw.schedules().next().stream(), late.stream().map(Wake::at)));
    }
  }

  /// What the host does by itself: wakes, delivers, sweeps.
  private void serve() {
    var now = host.now();
    for (var wake : raw.schedules().due(now.plusSeconds(isUnrest() ? dice.between(0, 5) : 0))) {
      if (isUnrest() && dice.chance(0.1)) {
        continue; // never comes
      }
      if (isUnrest() && dice.chance(0.1)) {
        host.note(() -> "nobody can be woken for " + wake.tick());
        raw.putAside(wake.dag(), wake.tick());
        continue;
      }
      wake(wake);
      if (isUnrest() && dice.chance(0.2)) {
        wake(wake);
      }
      if (isUnrest() && dice.chance(0.2)) {
        late.add(new Wake(wake.dag(), wake.tick(), now.plusSeconds(dice.between(1, 900))));
      }
    }
    late.removeIf(
        wake -> {
          var isDue = !wake.at().isAfter(now);
          if (isDue) {
            wake(wake);
          }
          return isDue;
        });
    host.deliver();
    var every = isOver ? Duration.ofMinutes(10) : Duration.ofMinutes(1);
    if (mistake.filter(ScheduleMistake.NO_SWEEP::equals).isEmpty()) {
      host.sweep(every);
    } else if (host.isSweepDue(every) && isUnrest()) {
      host.call("reconcile nothing", _ -> {});
    }
  }

  private void wake(Wake wake) {
    host.call(
        "wake for " + wake.tick(),
        invocation -> engine.actOnTicks().wake(wake.dag(), Optional.of(wake.tick()), invocation));
  }

  /// People do something.
  private void somebody() {
    switch (dice.between(0, 9)) {
      case 0, 1 -> {
        var document = document();
        host.call("put", _ -> putNow(document));
      }
      case 2 -> host.call("pause", in -> engine.actOnTicks().pause(DAG, in));
      case 3, 4 -> host.call("resume", in -> engine.actOnTicks().resume(DAG, in));
      case 5 -> host.call("remove", _ -> engine.removeDag().remove(DAG));
      case 6, 7 -> start();
      case 8 ->
          anyRun().ifPresent(run -> host.call("cancel", in -> engine.cancelRun().cancel(run, in)));
      default ->
          anyRun()
              .ifPresent(
                  run ->
                      host.call(
                          "redrive",
                          in ->
                              engine
                                  .retryRun()
                                  .retry(
                                      new RetryRun.Request(
                                          run,
                                          new Redrive.Selection.Failed(),
                                          Optional.empty(),
                                          RetryRun.Version.SAME),
                                      in)));
    }
  }

  private Optional<RunId> anyRun() {
    var runs = List.copyOf(watch.runs().keySet());
    return runs.isEmpty() ? Optional.empty() : Optional.of(dice.pick(runs));
  }

  private void start() {
    var name = dice.chance(0.5) ? Optional.<String>empty() : Optional.of("n" + dice.between(0, 5));
    var wanted =
        new StartRun.Request(DAG, name, JsonNodeFactory.instance.objectNode(), OptionalInt.empty());
    for (var racing = dice.between(1, 3); racing > 0; racing--) {
      host.call("start", invocation -> engine.startRun().start(wanted, invocation));
    }
  }

  private String document() {
    var minutes = dice.chance(0.9) ? dice.pick(1, 2, 5) : 0;
    var schedule =
        minutes == 0
            ? ""
            : "schedule: {cron: \"*/%d * * * *\", overlap: %s, catchup: %s, jitter: %s, paused: %s}\n"
                .formatted(
                    minutes,
                    dice.pick("skip", "allow", "queue", "queueAll", "cancel"),
                    dice.pick("none", "last", "all, limit: 3"),
                    dice.pick("0s", "0s", "20s"),
                    dice.chance(0.1));
    var concurrency = bound == 0 ? "" : "concurrency: {runs: %d}\n".formatted(bound);
    return "dag: orders\n%s%stasks: {a: {wait: {for: %ds}}, b: {needs: [a], pass: 1}}\n"
        .formatted(schedule, concurrency, dice.pick(1, 20, 70, 200));
  }

  private void putNow(String document) {
    switch (engine.putDag().put(Optional.of(DAG), "orders.yaml", document)) {
      case PutDag.Putting.Added _, PutDag.Putting.Unchanged _ -> {}
      case PutDag.Putting.Refused(var problems) -> watch.fail("refused: " + problems);
    }
  }

  /// When all is over: every run has ended, and nobody waits or holds a place.
  private void check() {
    watch.settled();
    raw.entries().list(EntryKind.QUEUED_RUN, DAG.text(), Optional.empty(), 10).stream()
        .map(entry -> new RunId(entry.value().path("run").asText()))
        // What a crash left of one that has ended, the next who lets somebody in takes out.
        .filter(run -> watch.isOpen(run))
        .forEach(run -> watch.fail(run + " waits for ever"));
    raw.entries()
        .get(new EntryKey(EntryKind.OPEN_RUNS, DAG.text(), "places"))
        .filter(entry -> !entry.value().path("open").isEmpty())
        .ifPresent(entry -> watch.fail("places are held for ever: " + entry.value()));
  }

  /// No tick is overdue for long once faults have stopped.
  private void checkTicks() {
    raw.entries()
        .get(new EntryKey(EntryKind.SCHEDULE, EntryKey.ALL, DAG.text()))
        .map(entry -> entry.value().path("next").textValue())
        .filter(next -> Instant.parse(next).plus(Duration.ofMinutes(6)).isBefore(host.now()))
        .ifPresent(next -> watch.fail("nobody has looked since " + next));
  }
}
