package dev.millrace.engine.schedule;

import dev.millrace.core.DagName;
import dev.millrace.core.schedule.Catchup;
import dev.millrace.core.schedule.Schedule;
import dev.millrace.definition.ScheduleDefinition;
import dev.millrace.engine.Plans;
import dev.millrace.engine.store.DagVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// What follows from how the schedules of a DAG stand: decides what is due, pauses and resumes, and
/// goes over to the latest version. Writes nothing.
final class NextState {
  /// States of schedules that a DAG has no more, beyond which the names that come first are
  /// forgotten.
  private static final int FORMER_MAX = 200;

  /// Most ticks that one write decides to start, of all schedules together: they stand in the entry
  /// of the DAG until they have started.
  private static final int STARTS_MAX = 100;

  /// The same for a write that goes over to another version: what is not due yet because of its
  /// jitter starts too, and what goes beyond is lost.
  private static final int CLOSING_STARTS_MAX = 500;

  private final Plans plans;
  private final TickRuns runs;

  NextState(Plans plans, TickRuns runs) {
    this.plans = plans;
    this.runs = runs;
  }

  /// What follows when somebody looks.
  DagSchedules decided(
      DagName dag,
      DagSchedules before,
      Optional<DagVersion> latest,
      Occasion occasion,
      Instant now) {
    var ticks = occasion instanceof Occasion.Woken(var woken) ? woken : Set.<Instant>of();
    var isResuming = occasion instanceof Occasion.Resuming;
    var pauses =
        switch (occasion) {
          case Occasion.Resuming _ -> before.pauses();
          case Occasion.Resumed(var since, _) -> since;
          case Occasion.Woken _, Occasion.Compared _, Occasion.Pausing _ ->
              Map.<String, Instant>of();
        };
    var after = before;
    for (var each : schedulesOf(dag, before)) {
      var state = before.schedules().get(each.nameText());
      if (state != null && (isResuming || !before.isPaused(state))) {
        var since = Optional.ofNullable(pauses.get(each.nameText()));
        var deciding = deciding(dag, before.version(), each, each.schedule());
        var left = left(STARTS_MAX, after);
        after = after.with(each.nameText(), deciding.decide(state, now, ticks, since, left));
      }
    }
    if (left(STARTS_MAX, after) > 0 || !isMoreDue(dag, after, now)) {
      after = following(dag, after, latest, now);
    }
    after = after.withFewerSkips();
    return switch (occasion) {
      case Occasion.Woken _, Occasion.Compared _, Occasion.Resumed _ -> after;
      case Occasion.Pausing _ ->
          after.pausedSince().isPresent() ? after : after.paused(Optional.of(now));
      case Occasion.Resuming _ ->
          after.paused(Optional.empty()).each(state -> state.paused(Optional.empty()));
    };
  }

  private static int left(int startsMax, DagSchedules state) {
    return Math.max(0, startsMax - state.startingCount());
  }

  private boolean isMoreDue(DagName dag, DagSchedules state, Instant now) {
    return coming(dag, state).stream().anyMatch(each -> !each.due().at().isAfter(now));
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
        state = closed(dag, before, was, state, left(CLOSING_STARTS_MAX, after), now);
      }
      after = after.with(name, documented(state, activity(each), now));
    }
    for (var gone : former.values()) {
      var state = after.schedules().get(gone.nameText());
      if (state != null) {
        after =
            after.with(
                gone.nameText(),
                closed(dag, before, gone, state, left(CLOSING_STARTS_MAX, after), now)
                    .withSchedule(false));
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
      DagName dag,
      DagSchedules before,
      ScheduleDefinition was,
      ScheduleState state,
      int startsMax,
      Instant now) {
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
        deciding(dag, before.version(), was, plain).decide(state, now, Set.of(), since, startsMax);
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

  List<ScheduleDefinition> schedulesOf(DagName dag, DagSchedules state) {
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

  /// A schedule and its next tick that is not decided.
  record Coming(Schedule schedule, Deciding.Due due) {}

  /// What comes next of each active schedule.
  List<Coming> coming(DagName dag, DagSchedules state) {
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

  /// The schedules whose ticks make runs.
  List<Schedule> active(DagName dag, DagSchedules state) {
    var active = new ArrayList<Schedule>();
    forActive(dag, state, each -> Optional.of(each.schedule()), active);
    return active;
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
}
