package dev.millrace.engine.schedule;

import dev.millrace.core.DagName;
import dev.millrace.core.schedule.Schedule;
import java.time.Instant;
import java.util.List;

/// Wakes somebody when ticks are due. It only wakes: what becomes of a tick is decided by stored
/// state, so a wake that comes twice, late or for nothing does no harm, and one that never comes is
/// made up for by [ActOnTicks#sweep]. Implementations are safe for any number of threads.
public interface Schedules {
  /// Wakes for the ticks of these schedules of a DAG and no others, from now on. The same again
  /// changes nothing. A wake that was asked for before, one by one, may still come.
  ///
  /// @param schedules those that are active
  /// @param others names that the DAG has or had and that are not; the empty text for none
  void keep(DagName dag, List<Schedule> schedules, List<String> others);

  /// Wakes at an instant, at the latest a minute after it, for a tick of a schedule that is kept.
  /// Hosts whose standing schedules do that by themselves do nothing.
  ///
  /// @param tick the tick
  /// @param at the tick, or later by its jitter; one of the past: at once
  void wake(DagName dag, Schedule schedule, Instant tick, Instant at);
}
