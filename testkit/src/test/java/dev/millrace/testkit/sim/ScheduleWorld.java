package dev.millrace.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Redrive;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.Disposition;
import dev.millrace.engine.Engine;
import dev.millrace.engine.Ids;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.PutDag;
import dev.millrace.engine.RetryRun;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySchedules.Wake;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A host with one scheduled DAG whose time, order and misfortunes a seed decides. Wakes come late,
/// early, twice or never, invocations end at any port call, the clock leaps, and people put other
/// versions, pause, resume, start, cancel and open runs again meanwhile. When all that is over,
/// nothing may be left.
final class ScheduleWorld implements Ids {
  private static final Instant START = Instant.parse("2026-11-23T06:00:30Z");
  private static final DagName DAG = new DagName("orders");
  private static final Duration UNREST = Duration.ofMinutes(40);
  private static final Duration LAST_TICK = Duration.ofHours(1);
  private static final Duration REST = Duration.ofHours(8);
  private static final int STEPS_MAX = 60_000;

  private final Dice dice;
  private final @Nullable ScheduleMistake mistake;
  private final InMemoryHost raw = new InMemoryHost(this::now);
  private final Engine engine;
  private final ScheduleWatch watch;
  private final List<Call> calls = new ArrayList<>();
  private final List<Wake> late = new ArrayList<>();
  private final int bound;
  private final double crashes;
  private final double haste;
  private final boolean isSwept;
  private Optional<Call> current = Optional.empty();
  private Instant now = START;
  private Instant nextSweep = START;
  private boolean isOver;
  private long count;

  /// An invocation that crashed.
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
  record Outcome(Optional<String> violation, int runs, long skipped) {}

  private ScheduleWorld(long seed, Optional<ScheduleMistake> mistake) {
    this.dice = Dice.of(seed, "schedules");
    this.mistake = mistake.orElse(null);
    this.bound = dice.chance(0.5) ? dice.between(1, 3) : 0;
    this.crashes = dice.pick(0.0, 0.002, 0.01, 0.05);
    this.haste = dice.fraction();
    this.isSwept = mistake.filter(ScheduleMistake.NO_SWEEP::equals).isEmpty();
    this.watch = new ScheduleWatch(DAG, bound);
    this.engine =
        new Engine(
            new SchedulePorts(this, raw).all(),
            TaskKinds.standard(HttpSettings.embedded()),
            new CallbackTokens(new byte[CallbackTokens.KEY_BYTES], "https://host.example"),
            () -> new InstantActions(this::now, this::sleep));
  }

  static Outcome run(long seed, Optional<ScheduleMistake> mistake) {
    return new ScheduleWorld(seed, mistake).live();
  }

  Instant now() {
    return now;
  }

  ScheduleWatch watch() {
    return watch;
  }

  boolean has(ScheduleMistake wanted) {
    return wanted == mistake;
  }

  private boolean isUnrest() {
    return now.isBefore(START.plus(UNREST));
  }

  /// What every port call goes through.
  <T extends @Nullable Object> T pass(Supplier<T> effect) {
    if (current.isEmpty()) {
      return effect.get(); // before the world begins
    }
    giveWay();
    if (isUnrest() && dice.chance(crashes)) {
      throw new Crashed();
    }
    var answer = effect.get();
    if (isUnrest() && dice.chance(crashes)) {
      throw new Crashed();
    }
    return answer;
  }

  private void giveWay() {
    if (dice.chance(haste)) {
      return;
    }
    sleep(
        now.plus(
            dice.chance(0.02)
                ? dice.about(Duration.ofSeconds(1), Duration.ofMinutes(3))
                : Duration.ofMillis(dice.between(0, 30))));
  }

  private void sleep(Instant until) {
    var by = current.orElseThrow();
    by.until = until;
    by.strand.pause();
  }

  private void call(Action action) {
    var invocation = new Invocation(invocation(), now.plusSeconds(3600), 0);
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

  private interface Action {
    void in(Invocation invocation) throws InterruptedException;
  }

  private Outcome live() {
    put();
    var steps = 0;
    while (now.isBefore(START.plus(REST)) && watch.violation().isEmpty()) {
      if (++steps > STEPS_MAX) {
        watch.fail("the world does not come to rest");
      }
      if (!isOver && !now.isBefore(START.plus(LAST_TICK))) {
        isOver = true;
        checkTicks();
        call(invocation -> engine.actOnTicks().pause(DAG, invocation));
      }
      host();
      if (isUnrest() && dice.chance(0.02)) {
        somebody();
      }
      if (!resume()) {
        pass();
      }
    }
    if (watch.violation().isEmpty()) {
      check();
    }
    return new Outcome(watch.violation(), watch.runs().size(), watch.skipped());
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
      call.strand.fault().ifPresent(fault -> watch.fail("fault: " + fault));
    }
    return true;
  }

  /// Time passes up to what comes next; seldom the clock leaps.
  private void pass() {
    var next =
        Stream.of(
                calls.stream().map(call -> call.until).min(Instant::compareTo),
                raw.schedules().next(),
                late.stream().map(Wake::at).min(Instant::compareTo),
                raw.lane(Lane.SHORT).nextVisible(),
                Optional.of(nextSweep))
            .flatMap(Optional::stream)
            .min(Instant::compareTo)
            .orElseThrow();
    var leaps = isUnrest() && dice.chance(0.002);
    now =
        leaps
            ? now.plus(dice.about(Duration.ofMinutes(1), Duration.ofMinutes(20)))
            : next.isAfter(now) ? next : now.plusMillis(1);
  }

  /// What the host does by itself: wakes, delivers, sweeps.
  private void host() {
    for (var wake : raw.schedules().due(now.plusSeconds(isUnrest() ? dice.between(0, 5) : 0))) {
      if (isUnrest() && dice.chance(0.1)) {
        continue; // never comes
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
    if (!nextSweep.isAfter(now)) {
      nextSweep = now.plus(isOver ? Duration.ofMinutes(10) : Duration.ofMinutes(1));
      if (isSwept || isUnrest()) {
        call(
            invocation -> {
              if (isSwept) {
                engine.reconcile().sweep(invocation);
              }
            });
      }
    }
  }

  private void wake(Wake wake) {
    call(invocation -> engine.actOnTicks().wake(wake.dag(), Optional.of(wake.tick()), invocation));
  }

  /// People do something.
  private void somebody() {
    switch (dice.between(0, 9)) {
      case 0, 1 -> put();
      case 2 -> call(invocation -> engine.actOnTicks().pause(DAG, invocation));
      case 3, 4 -> call(invocation -> engine.actOnTicks().resume(DAG, invocation));
      case 5 -> call(_ -> engine.removeDag().remove(DAG));
      case 6, 7 -> start();
      case 8 -> anyRun().ifPresent(run -> call(in -> engine.cancelRun().cancel(run, in)));
      default ->
          anyRun()
              .ifPresent(
                  run ->
                      call(
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
    JsonNode input = JsonNodeFactory.instance.objectNode();
    for (var racing = dice.between(1, 3); racing > 0; racing--) {
      call(
          invocation ->
              engine
                  .startRun()
                  .start(new StartRun.Request(DAG, name, input, OptionalInt.empty()), invocation));
    }
  }

  private void put() {
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
    var document =
        "dag: orders\n%s%stasks: {a: {wait: {for: %ds}}, b: {needs: [a], pass: 1}}\n"
            .formatted(schedule, concurrency, dice.pick(1, 20, 70, 200));
    if (current.isEmpty() && calls.isEmpty() && now.equals(START)) {
      putNow(document);
    } else {
      call(_ -> putNow(document));
    }
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
    if (!raw.entries().list(EntryKind.QUEUED_RUN, DAG.text(), Optional.empty(), 10).isEmpty()) {
      watch.fail("somebody waits for ever");
    }
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
        .filter(next -> Instant.parse(next).plus(Duration.ofMinutes(6)).isBefore(now))
        .ifPresent(next -> watch.fail("nobody has looked since " + next));
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
