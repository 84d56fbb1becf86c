package dev.millrace.engine.schedule;

import dev.millrace.core.DagName;
import dev.millrace.core.schedule.Schedule;
import dev.millrace.core.schedule.ScheduleName;
import dev.millrace.definition.ScheduleDefinition;
import dev.millrace.engine.CancelRun;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.OneByOne;
import dev.millrace.engine.Plans;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.admission.Places;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.DagVersion;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Acts on ticks: whoever is woken for a DAG looks at all that is due, decides it, writes the
/// decision on the condition that nobody else has, and only then starts runs. What was written and
/// not carried out stands in the state until somebody has done so; runs have the ids of their
/// ticks, so doing it again changes nothing. Safe for any number of threads.
public final class ActOnTicks {
  /// Times that the state is read again because somebody else wrote it.
  private static final int TRIES_MAX = 100;

  /// Runs after which a call leaves the rest of what is due to the next one: each takes some calls
  /// of the store, and callers wait.
  private static final int STARTED_MAX = 200;

  /// How late a wake may be before [#sweep] looks itself.
  static final Duration LATE = Duration.ofSeconds(90);

  /// Over how many minutes [#sweep] spreads the comparison of schedules with DAGs.
  private static final int COMPARED_WITHIN_MINUTES = 60;

  private final ScheduleStore store;
  private final DagStore dags;
  private final Plans plans;
  private final TickRuns runs;
  private final NextState nextState;
  private final Schedules wakes;
  private final Clock clock;

  /// Over these ports and use cases.
  public ActOnTicks(
      EntryStore entries,
      DagStore dags,
      Plans plans,
      RunStore runs,
      StartRun startRun,
      CancelRun cancelRun,
      Places places,
      Schedules wakes,
      Clock clock) {
    this.store = new ScheduleStore(entries);
    this.dags = dags;
    this.plans = plans;
    this.runs = new TickRuns(runs, plans, startRun, cancelRun, places);
    this.nextState = new NextState(plans, this.runs);
    this.wakes = wakes;
    this.clock = clock;
  }

  /// A wake has come for a DAG.
  ///
  /// @param tick the tick for which it came, if it says so
  public void wake(DagName dag, Optional<Instant> tick, Invocation invocation) {
    wake(dag, tick.map(Set::of).orElse(Set.of()), invocation);
  }

  /// The same for ticks whose wakes come together, because nobody could be woken for them before:
  /// each is acted on as one that was on time.
  public void wake(DagName dag, Set<Instant> ticks, Invocation invocation) {
    look(dag, new Occasion.Woken(ticks), Optional.of(invocation));
  }

  /// A DAG was put or removed: from now on ticks are those of its latest version. Starts nothing;
  /// for what is due somebody is woken at once.
  public void follow(DagName dag) {
    look(dag, new Occasion.Compared(), Optional.empty());
  }

  /// Says before a DAG is put or removed that it must be looked at, so that [#sweep] does when
  /// nobody comes to [#follow].
  ///
  /// @param schedules those that the DAG will have
  public void announce(DagName dag, List<ScheduleDefinition> schedules) {
    for (var tried = 0; tried < TRIES_MAX; tried++) {
      var standing = store.find(dag);
      if (standing.isEmpty() && schedules.isEmpty()) {
        return;
      }
      var before = standing.map(ScheduleStore.Standing::schedules).orElse(DagSchedules.NONE);
      var revision = standing.map(ScheduleStore.Standing::revision).orElse(EntryStore.NONE);
      if (store.put(dag, revision, before.next(Optional.of(clock.now()))).isPresent()) {
        return;
      }
    }
    throw contended(dag);
  }

  /// Pauses all schedules of a DAG: from now on ticks wait. Paused again it stays as it is.
  ///
  /// @return how they stand; empty when the DAG has no schedule
  public Optional<DagSchedules> pause(DagName dag, Invocation invocation) {
    return look(dag, new Occasion.Pausing(), Optional.of(invocation));
  }

  /// Resumes all schedules of a DAG, also those that its document pauses. Catchup says what becomes
  /// of the ticks that came meanwhile.
  ///
  /// @return how they stand; empty when the DAG has no schedule
  public Optional<DagSchedules> resume(DagName dag, Invocation invocation) {
    return look(dag, new Occasion.Resuming(), Optional.of(invocation));
  }

  /// How the schedules of a DAG stand; empty when nobody has seen any.
  public Optional<DagSchedules> find(DagName dag) {
    return store.find(dag).map(ScheduleStore.Standing::schedules);
  }

  /// Looks at all DAGs for which a wake should have come and did not, and compares a part of all
  /// with what wakes for them.
  ///
  /// @return how many DAGs it had to look at because a wake was missing
  /// @throws IllegalStateException when it could not look at some; it has at the others
  public int sweep(Invocation invocation) {
    var now = clock.now();
    var minute = Math.floorMod(now.getEpochSecond() / 60, COMPARED_WITHIN_MINUTES);
    var one = new OneByOne();
    var late = 0;
    for (var next : store.all()) {
      var isLate = next.at().plus(LATE).isBefore(now);
      if (isLate || Math.floorMod(next.dag().hashCode(), COMPARED_WITHIN_MINUTES) == minute) {
        one.of(
            "DAG " + next.dag(),
            () -> look(next.dag(), new Occasion.Compared(), Optional.of(invocation)));
        late += isLate ? 1 : 0;
      }
    }
    one.end();
    return late;
  }

  /// When each DAG must be looked at, for a host that has to wake for them itself.
  public Map<DagName, Instant> next() {
    return store.all().stream()
        .collect(Collectors.toMap(ScheduleStore.Next::dag, ScheduleStore.Next::at));
  }

  /// @param invocation that carries out what is decided; empty: whoever is woken next does
  private Optional<DagSchedules> look(
      DagName dag, Occasion first, Optional<Invocation> invocation) {
    var occasion = first;
    var started = 0;
    var refused = 0;
    while (refused < TRIES_MAX) {
      var standing = store.find(dag);
      var latest = dags.latest(dag);
      if (standing.isEmpty() && latest.filter(this::hasSchedules).isEmpty()) {
        return Optional.empty();
      }
      var before = standing.map(ScheduleStore.Standing::schedules).orElse(DagSchedules.NONE);
      var revision = standing.map(ScheduleStore.Standing::revision).orElse(EntryStore.NONE);
      var now = occasion.now(clock.now());
      var after = withNext(dag, nextState.decided(dag, before, latest, occasion, now), now);
      if (!after.equals(before)) {
        var written = store.put(dag, revision, after);
        if (written.isEmpty()) {
          refused++;
          continue; // somebody else has decided
        }
        revision = written.getAsLong();
      }
      // A wake though nothing comes any more: a crash has left what wakes, and no sweep looks.
      if (!(occasion instanceof Occasion.Woken)
          || before.version() != after.version()
          || after.next().isEmpty()) {
        keep(dag, after);
      }
      if (after.isStarting() && invocation.isEmpty()) {
        wakeNow(dag, after, now);
        return Optional.of(after);
      }
      if (after.isStarting()) {
        started += after.startingCount();
        var cleared = withNext(dag, carriedOut(dag, after, invocation.get()), now);
        // Refused: somebody else has seen what was to be started, and does it again.
        var _ = store.put(dag, revision, cleared);
        after = cleared;
      }
      if (after.next().filter(at -> !at.isAfter(now)).isEmpty()) {
        wakeFor(dag, after);
        return Optional.of(after);
      }
      if (started >= STARTED_MAX) {
        wakeNow(dag, after, now);
        return Optional.of(after);
      }
      occasion = occasion.rest(before, now); // more is due than one write may start
    }
    throw contended(dag);
  }

  private boolean hasSchedules(DagVersion version) {
    return !plans.of(version.dag(), version.version()).schedules().isEmpty();
  }

  private DagSchedules carriedOut(DagName dag, DagSchedules state, Invocation invocation) {
    var after = state;
    for (var each : state.schedules().entrySet()) {
      for (var starting : each.getValue().starting()) {
        runs.start(dag, each.getKey(), starting, invocation);
      }
      after = after.with(each.getKey(), each.getValue().without(each.getValue().starting()));
    }
    return after;
  }

  private void keep(DagName dag, DagSchedules state) {
    var active = nextState.active(dag, state);
    var others = new ArrayList<>(state.schedules().keySet());
    active.forEach(schedule -> others.remove(nameOf(schedule)));
    wakes.keep(dag, active, others);
  }

  private static String nameOf(Schedule schedule) {
    return schedule.name().map(ScheduleName::text).orElse("");
  }

  /// What is to be started must be looked at now, should nobody come to it.
  private DagSchedules withNext(DagName dag, DagSchedules state, Instant now) {
    return state.next(
        state.isStarting()
            ? Optional.of(now)
            : nextState.coming(dag, state).stream()
                .map(each -> each.due().at())
                .min(Instant::compareTo));
  }

  private void wakeFor(DagName dag, DagSchedules state) {
    for (var each : nextState.coming(dag, state)) {
      wakes.wake(dag, each.schedule(), each.due().tick(), each.due().at());
    }
  }

  private void wakeNow(DagName dag, DagSchedules state, Instant now) {
    nextState.schedulesOf(dag, state).stream()
        .findFirst()
        .ifPresent(any -> wakes.wake(dag, any.schedule(), now, now));
  }

  private static IllegalStateException contended(DagName dag) {
    return new IllegalStateException(
        "the schedules of DAG " + dag + " are written too often; ask again");
  }
}
