package dev.millrace.engine.schedule;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Where the schedules of a DAG stand.
///
/// @param version of the DAG by which they go; 0 when it has none
/// @param pausedSince since when somebody has paused the DAG
/// @param next when somebody must look again; empty: nothing is due
/// @param schedules by name; the name of one that has none is the empty text
public record DagSchedules(
    int version,
    Optional<Instant> pausedSince,
    Optional<Instant> next,
    SortedMap<String, ScheduleState> schedules) {
  /// Groups of skipped ticks that are kept of all schedules together: what stands of a DAG must fit
  /// an entry.
  private static final int SKIPS_MAX = 500;

  /// Of a DAG whose schedules nobody has seen.
  static final DagSchedules NONE =
      new DagSchedules(0, Optional.empty(), Optional.empty(), new TreeMap<>());

  /// Copies the map.
  public DagSchedules {
    schedules = Collections.unmodifiableSortedMap(new TreeMap<>(schedules));
  }

  /// Whether ticks of a schedule wait until somebody resumes it.
  boolean isPaused(ScheduleState state) {
    return pausedSince.isPresent() || state.pausedSince().isPresent();
  }

  DagSchedules of(int other) {
    return new DagSchedules(other, pausedSince, next, schedules);
  }

  DagSchedules with(String name, ScheduleState state) {
    var others = new TreeMap<>(schedules);
    others.put(name, state);
    return new DagSchedules(version, pausedSince, next, others);
  }

  DagSchedules each(UnaryOperator<ScheduleState> change) {
    var others = new TreeMap<String, ScheduleState>();
    schedules.forEach((name, state) -> others.put(name, change.apply(state)));
    return new DagSchedules(version, pausedSince, next, others);
  }

  DagSchedules paused(Optional<Instant> since) {
    return new DagSchedules(version, since, next, schedules);
  }

  DagSchedules next(Optional<Instant> at) {
    return new DagSchedules(version, pausedSince, at, schedules);
  }

  boolean isStarting() {
    return startingCount() > 0;
  }

  /// Runs that are decided upon and not yet known to be there.
  int startingCount() {
    return schedules.values().stream().mapToInt(state -> state.starting().size()).sum();
  }

  /// Since when each schedule makes no runs, of those that make none.
  Map<String, Instant> pauses() {
    var pauses = new TreeMap<String, Instant>();
    schedules.forEach(
        (name, state) ->
            Stream.of(pausedSince, state.pausedSince())
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .ifPresent(since -> pauses.put(name, since)));
    return pauses;
  }

  /// The same without the older skipped ticks of each schedule, when they are too many together.
  DagSchedules withFewerSkips() {
    var skips = schedules.values().stream().mapToInt(state -> state.skips().size()).sum();
    if (skips <= SKIPS_MAX) {
      return this;
    }
    var each = Math.max(1, SKIPS_MAX / schedules.size());
    return each(state -> state.withSkips(each));
  }
}
