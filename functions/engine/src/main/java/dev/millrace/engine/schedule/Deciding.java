package dev.millrace.engine.schedule;

import dev.millrace.core.cron.Ticks;
import dev.millrace.core.schedule.Catchup;
import dev.millrace.core.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Decides what becomes of the ticks of one schedule that are due: pure but for the question
/// whether the run of an earlier tick is open. Ticks are decided in their order, each once.
///
/// @param delays how much later than its tick a run starts
/// @param isOpen whether the run of a tick that has made one is open
///
/// @param version of the DAG that has the schedule
record Deciding(
    int version, Schedule schedule, Ticks ticks, Delays delays, Predicate<Instant> isOpen) {
  /// A tick that is decided later than this was missed: catchup says what becomes of it. Wakes come
  /// within a minute, a restart of a host takes less than another, and a wake that never came is
  /// found by the first sweep after [ActOnTicks#LATE], which may be a minute later and take time.
  static final Duration MISSED_AFTER = Duration.ofMinutes(3);

  /// The delay of a tick.
  @FunctionalInterface
  interface Delays {
    /// At least zero; the same for the same tick.
    Duration of(Instant tick);
  }

  /// When the first tick that is not decided is due; empty when none comes.
  Optional<Due> next(ScheduleState state) {
    return ticks.after(state.decided()).map(tick -> new Due(tick, dueAt(tick)));
  }

  /// A tick and when its run starts.
  record Due(Instant tick, Instant at) {}

  private Instant dueAt(Instant tick) {
    return tick.plus(delays.of(tick));
  }

  /// Decides the ticks that are due, up to the first that would start one too many.
  ///
  /// @param woken the ticks for which somebody was woken: they were not missed, however late it is
  /// @param resumed the pause that is over now, since when it lasted; ticks since then are missed
  /// @param startsMax most ticks that may start
  ScheduleState decide(
      ScheduleState before,
      Instant now,
      Set<Instant> woken,
      Optional<Instant> resumed,
      int startsMax) {
    var state = before;
    var catchup = catchup(state, now, woken, resumed);
    while (true) {
      var next = next(state);
      if (next.isEmpty() || next.get().at().isAfter(now)) {
        return state;
      }
      var tick = next.get().tick();
      var after =
          isMissed(next.get(), now, woken, resumed)
              ? missed(state, tick, catchup, now, resumed)
              : onTime(state, tick, now);
      if (after.starting().size() - before.starting().size() > startsMax) {
        return state;
      }
      state = after;
    }
  }

  private static boolean isMissed(
      Due due, Instant now, Set<Instant> woken, Optional<Instant> resumed) {
    if (resumed.filter(since -> !due.tick().isBefore(since)).isPresent()) {
      return true;
    }
    return due.at().plus(MISSED_AFTER).isBefore(now) && !woken.contains(due.tick());
  }

  /// The first missed tick that is caught up; empty when none is.
  private Optional<Instant> catchup(
      ScheduleState state, Instant now, Set<Instant> woken, Optional<Instant> resumed) {
    var limit =
        switch (schedule.catchup()) {
          case Catchup.None _ -> 0;
          case Catchup.Last _ -> 1;
          case Catchup.All(var most) -> most;
        };
    if (limit == 0) {
      return Optional.empty();
    }
    // From the last missed tick back, because only the last ones count.
    var first = Optional.<Instant>empty();
    var counted = 0;
    var tick = ticks.before(now.plusNanos(1));
    while (counted < limit && tick.isPresent() && tick.get().isAfter(state.decided())) {
      if (isMissed(new Due(tick.get(), dueAt(tick.get())), now, woken, resumed)) {
        first = tick;
        counted++;
      }
      tick = ticks.before(tick.get());
    }
    return first;
  }

  private ScheduleState missed(
      ScheduleState state,
      Instant tick,
      Optional<Instant> catchup,
      Instant now,
      Optional<Instant> resumed) {
    if (catchup.filter(first -> !tick.isBefore(first)).isPresent()) {
      return state.starts(tick, version, new Starting.Manner.InLine());
    }
    var reason =
        resumed.filter(since -> !tick.isBefore(since)).isPresent()
            ? Skip.Reason.PAUSED
            : Skip.Reason.MISSED;
    return state.skips(Skip.of(tick, reason, now));
  }

  private ScheduleState onTime(ScheduleState state, Instant tick, Instant now) {
    return switch (schedule.overlap()) {
      case ALLOW -> state.starts(tick, version, new Starting.Manner.AtOnce());
      case QUEUE -> state.starts(tick, version, new Starting.Manner.InTheirPlace());
      case QUEUE_ALL -> state.starts(tick, version, new Starting.Manner.InLine());
      case SKIP ->
          state.last().filter(isOpen(state)).isPresent()
              ? state.skips(Skip.of(tick, Skip.Reason.OVERLAP, now))
              : state.starts(tick, version, new Starting.Manner.AtOnce());
      case CANCEL ->
          state.starts(
              tick,
              version,
              state
                  .last()
                  .filter(isOpen(state))
                  .<Starting.Manner>map(Starting.Manner.Cancelling::new)
                  .orElseGet(Starting.Manner.AtOnce::new));
    };
  }

  /// A run that has not started yet is as good as open.
  private Predicate<Instant> isOpen(ScheduleState state) {
    return tick ->
        state.starting().stream().anyMatch(each -> each.tick().equals(tick)) || isOpen.test(tick);
  }
}
