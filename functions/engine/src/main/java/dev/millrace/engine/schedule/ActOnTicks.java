package dev.millrace.engine.schedule;

import dev.millrace.core.DagName;
import dev.millrace.core.schedule.Catchup;
import dev.millrace.core.schedule.Schedule;
import dev.millrace.core.schedule.ScheduleName;
import dev.millrace.definition.ScheduleDefinition;
import dev.millrace.engine.CancelRun;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Invocation;
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
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Acts on ticks: whoever is woken for a DAG looks at all that is due, decides it, writes the
/// decision on the condition that nobody else has, and only then starts runs. What was written and
/// not carried out stands in the state until somebody has done so; runs have the ids of their
/// ticks, so doing it again changes nothing. Safe for any number of threads.
public final class ActOnTicks {
  /// Times that the state is read again because somebody else wrote it.
  private static final int TRIES_MAX = 100;

  /// How much earlier than its tick a wake may come: clocks differ.
  static final Duration EARLY_MAX = Duration.ofMinutes(1);

  /// How late a wake may be before [#sweep] looks itself.
  static final Duration LATE = Duration.ofSeconds(90);

  /// Over how many minutes [#sweep] spreads the comparison of schedules with DAGs.
  private static final int COMPARED_WITHIN_MINUTES = 60;

  /// States of schedules that a DAG has no more, beyond which the names that come first are
  /// forgotten.
  private static final int FORMER_MAX = 200;

  private final ScheduleStore store;
  private final DagStore dags;
  private final Plans plans;
  private final TickRuns runs;
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
    this.wakes = wakes;
    this.clock = clock;
  }

  /// Why somebody looks.
  private sealed interface Occasion {
    /// A wake came, perhaps for a tick.
    record Woken(Optional<Instant> tick) implements Occasion {}

    /// The DAG was put or removed, or its schedules are compared with what wakes for them.
    record Compared() implements Occasion {}

    /// Somebody pauses the DAG.
    record Pausing() implements Occasion {}

    /// Somebody resumes it.
    record Resuming() implements Occasion {}
  }

  /// A wake has come for a DAG.
  ///
  /// @param tick the tick for which it came, if it says so
  public void wake(DagName dag, Optional<Instant> tick, Invocation invocation) {
    look(dag, new Occasion.Woken(tick), Optional.of(invocation));
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
  public int sweep(Invocation invocation) {
    var now = clock.now();
    var minute = Math.floorMod(now.getEpochSecond() / 60, COMPARED_WITHIN_MINUTES);
    var late = 0;
    for (var next : store.all()) {
      if (next.at().plus(LATE).isBefore(now)) {
        look(next.dag(), new Occasion.Compared(), Optional.of(invocation));
        late++;
      } else if (Math.floorMod(next.dag().hashCode(), COMPARED_WITHIN_MINUTES) == minute) {
        look(next.dag(), new Occasion.Compared(), Optional.of(invocation));
      }
    }
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
    for (var tried = 0; tried < TRIES_MAX; tried++) {
      var standing = store.find(dag);
      var latest = dags.latest(dag);
      if (standing.isEmpty() && latest.filter(this::hasSchedules).isEmpty()) {
        return Optional.empty();
      }
      var before = standing.map(ScheduleStore.Standing::schedules).orElse(DagSchedules.NONE);
      var revision = standing.map(ScheduleStore.Standing::revision).orElse(EntryStore.NONE);
      var now = now(occasion);
      var after = withNext(dag, decided(dag, before, latest, occasion, now), now);
      if (!after.equals(before)) {
        var written = store.put(dag, revision, after);
        if (written.isEmpty()) {
          continue; // somebody else has decided
        }
        revision = written.getAsLong();
      }
      if (!(occasion instanceof Occasion.Woken) || before.version() != after.version()) {
        keep(dag, after);
      }
      if (after.isStarting() && invocation.isEmpty()) {
        wakeNow(dag, after, now);
        return Optional.of(after);
      }
      if (after.isStarting()) {
        var cleared = withNext(dag, carriedOut(dag, after, invocation.get()), now);
        // Refused: somebody else has seen what was to be started, and does it again.
        var _ = store.put(dag, revision, cleared);
        after = cleared;
      }
      if (after.next().filter(at -> !at.isAfter(now)).isEmpty()) {
        wakeFor(dag, after);
        return Optional.of(after);
      }
      occasion = new Occasion.Woken(Optional.empty()); // more is due than one write may start
    }
    throw contended(dag);
  }

  private boolean hasSchedules(DagVersion version) {
    return !plans.of(version.dag(), version.version()).schedules().isEmpty();
  }

  private Instant now(Occasion occasion) {
    var now = clock.now();
    return occasion instanceof Occasion.Woken(var tick)
        ? tick.filter(at -> at.isAfter(now) && !at.isAfter(now.plus(EARLY_MAX))).orElse(now)
        : now;
  }

  private DagSchedules decided(
      DagName dag,
      DagSchedules before,
      Optional<DagVersion> latest,
      Occasion occasion,
      Instant now) {
    var tick = occasion instanceof Occasion.Woken(var woken) ? woken : Optional.<Instant>empty();
    var isResuming = occasion instanceof Occasion.Resuming;
    var after = before;
    for (var each : schedulesOf(dag, before)) {
      var state = before.schedules().get(each.nameText());
      if (state != null && (isResuming || !before.isPaused(state))) {
        var since =
            isResuming
                ? Stream.of(before.pausedSince(), state.pausedSince())
                    .flatMap(Optional::stream)
                    .min(Instant::compareTo)
                : Optional.<Instant>empty();
        var deciding = deciding(dag, before.version(), each, each.schedule());
        after = after.with(each.nameText(), deciding.decide(state, now, tick, since));
      }
    }
    after = following(dag, after, latest, now);
    return switch (occasion) {
      case Occasion.Woken _, Occasion.Compared _ -> after;
      case Occasion.Pausing _ ->
          after.pausedSince().isPresent() ? after : after.paused(Optional.of(now));
      case Occasion.Resuming _ ->
          after.paused(Optional.empty()).each(state -> state.paused(Optional.empty()));
    };
  }

  /// Goes over to the latest version. What the former one had due is decided before; a changed
  /// expression begins anew now, so that it never re-fires the past.
  private DagSchedules following(
      DagName dag, DagSchedules before, Optional<DagVersion> latest, Instant now) {
    var version = latest.map(DagVersion::version).orElse(0);
    if (version == before.version()) {
      return before;
    }
    var former = new TreeMap<String, ScheduleDefinition>();
    schedulesOf(dag, before).forEach(each -> former.put(each.nameText(), each));
    var after = before.of(version);
    var isFirst = before.schedules().isEmpty();
    for (var each : schedulesOf(dag, after)) {
      var name = each.nameText();
      var state = after.schedules().get(name);
      var was = former.remove(name);
      if (state == null) {
        state = ScheduleState.fresh(begin(each.schedule(), isFirst, now), activity(each), now);
      } else if (was == null) {
        state = state.decidedUntil(now).withSchedule(true);
      } else if (!isSame(was.schedule(), each.schedule())) {
        state = closed(dag, before, was, state, now);
      }
      after = after.with(name, documented(state, activity(each), now));
    }
    for (var gone : former.values()) {
      var state = after.schedules().get(gone.nameText());
      if (state != null) {
        after =
            after.with(gone.nameText(), closed(dag, before, gone, state, now).withSchedule(false));
      }
    }
    return forgotten(after);
  }

  private static Schedule.Activity activity(ScheduleDefinition each) {
    return each.schedule().activity();
  }

  private static boolean isSame(Schedule one, Schedule other) {
    return one.expression().equals(other.expression()) && one.timing().equals(other.timing());
  }

  private static ScheduleState documented(
      ScheduleState state, Schedule.Activity activity, Instant now) {
    if (state.document() == activity) {
      return state;
    }
    return state
        .documented(activity)
        .paused(
            switch (activity) {
              case ACTIVE -> Optional.empty();
              case PAUSED -> Optional.of(now);
            });
  }

  /// A DAG that is deployed for the first time may say since when it should have been.
  private static Instant begin(Schedule schedule, boolean isFirst, Instant now) {
    if (!isFirst || schedule.catchup() instanceof Catchup.None) {
      return now;
    }
    return schedule
        .timing()
        .start()
        .filter(start -> !start.isAfter(now))
        .map(start -> start.minusSeconds(1))
        .orElse(now);
  }

  /// Decides all ticks up to now of a schedule that ends or changes: no jitter is waited for, and
  /// those of a pause are skipped.
  private ScheduleState closed(
      DagName dag, DagSchedules before, ScheduleDefinition was, ScheduleState state, Instant now) {
    var since =
        Stream.of(before.pausedSince(), state.pausedSince())
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    var schedule = was.schedule();
    var plain =
        new Schedule(
            schedule.name(),
            schedule.expression(),
            schedule.timing(),
            since.isPresent() ? new Catchup.None() : schedule.catchup(),
            schedule.overlap(),
            Duration.ZERO,
            schedule.activity());
    var decided =
        deciding(dag, before.version(), was, plain).decide(state, now, Optional.empty(), since);
    return decided.decidedUntil(now);
  }

  private static DagSchedules forgotten(DagSchedules all) {
    var former =
        all.schedules().entrySet().stream()
            .filter(each -> !each.getValue().hasSchedule() && each.getValue().starting().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    if (former.size() <= FORMER_MAX) {
      return all;
    }
    var kept = new TreeMap<>(all.schedules());
    former.subList(0, former.size() - FORMER_MAX).forEach(kept::remove);
    return new DagSchedules(all.version(), all.pausedSince(), all.next(), kept);
  }

  private List<ScheduleDefinition> schedulesOf(DagName dag, DagSchedules state) {
    return state.version() == 0 ? List.of() : plans.of(dag, state.version()).schedules();
  }

  private Deciding deciding(DagName dag, int version, ScheduleDefinition of, Schedule schedule) {
    var name = of.nameText();
    return new Deciding(
        version,
        schedule,
        plans.of(dag, version).ticksOf(of),
        tick -> TickDelay.of(TickRuns.run(dag, name, tick), schedule.jitter()),
        tick -> runs.isOpen(dag, name, tick));
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

  private record Coming(Schedule schedule, Deciding.Due due) {}

  private List<Coming> coming(DagName dag, DagSchedules state) {
    var coming = new ArrayList<Coming>();
    forActive(
        dag,
        state,
        each -> {
          var at = state.schedules().get(each.nameText());
          return at == null
              ? Optional.<Coming>empty()
              : deciding(dag, state.version(), each, each.schedule())
                  .next(at)
                  .map(due -> new Coming(each.schedule(), due));
        },
        coming);
    return coming;
  }

  private List<Schedule> active(DagName dag, DagSchedules state) {
    var active = new ArrayList<Schedule>();
    forActive(dag, state, each -> Optional.of(each.schedule()), active);
    return active;
  }

  private void keep(DagName dag, DagSchedules state) {
    var active = active(dag, state);
    var others = new ArrayList<>(state.schedules().keySet());
    active.forEach(schedule -> others.remove(nameOf(schedule)));
    wakes.keep(dag, active, others);
  }

  private static String nameOf(Schedule schedule) {
    return schedule.name().map(ScheduleName::text).orElse("");
  }

  private <T> void forActive(
      DagName dag,
      DagSchedules state,
      Function<ScheduleDefinition, Optional<T>> each,
      List<T> into) {
    for (var schedule : schedulesOf(dag, state)) {
      var standing = state.schedules().get(schedule.nameText());
      if (standing != null && !state.isPaused(standing)) {
        each.apply(schedule).ifPresent(into::add);
      }
    }
  }

  /// What is to be started must be looked at now, should nobody come to it.
  private DagSchedules withNext(DagName dag, DagSchedules state, Instant now) {
    return state.next(
        state.isStarting()
            ? Optional.of(now)
            : coming(dag, state).stream().map(each -> each.due().at()).min(Instant::compareTo));
  }

  private void wakeFor(DagName dag, DagSchedules state) {
    for (var each : coming(dag, state)) {
      wakes.wake(dag, each.schedule(), each.due().tick(), each.due().at());
    }
  }

  private void wakeNow(DagName dag, DagSchedules state, Instant now) {
    schedulesOf(dag, state).stream()
        .findFirst()
        .ifPresent(any -> wakes.wake(dag, any.schedule(), now, now));
  }

  private static IllegalStateException contended(DagName dag) {
    return new IllegalStateException(
        "the schedules of DAG " + dag + " are written too often; ask again");
  }
}
