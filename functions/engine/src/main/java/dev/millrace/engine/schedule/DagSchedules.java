package dev.millrace.engine.schedule;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

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
    return schedules.values().stream().anyMatch(state -> !state.starting().isEmpty());
  }
}
