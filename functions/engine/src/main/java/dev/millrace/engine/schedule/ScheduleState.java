package dev.millrace.engine.schedule;

import dev.millrace.core.schedule.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where one schedule of a DAG stands.
///
/// @param decided all ticks up to here are decided, the later ones are not
/// @param pausedSince since when it makes no runs; empty: it does
/// @param document what the document last said of that, so that only a change of it counts
/// @param last the last tick that made a run
/// @param starting runs that are decided upon and not yet known to be there
/// @param skips the last groups of skipped ticks, at most 50, the latest last
/// @param skipped all ticks that were skipped, ever
/// @param hasSchedule false once the DAG has no such schedule any more
public record ScheduleState(
    Instant decided,
    Optional<Instant> pausedSince,
    Schedule.Activity document,
    Optional<Instant> last,
    List<Starting> starting,
    List<Skip> skips,
    long skipped,
    boolean hasSchedule) {
  /// Groups of skipped ticks that are kept.
  private static final int SKIPS_MAX = 50;

  /// Copies the lists.
  public ScheduleState {
    starting = List.copyOf(starting);
    skips = List.copyOf(skips);
  }

  static ScheduleState fresh(Instant decided, Schedule.Activity document, Instant now) {
    return new ScheduleState(
        decided,
        document == Schedule.Activity.PAUSED ? Optional.of(now) : Optional.empty(),
        document,
        Optional.empty(),
        List.of(),
        List.of(),
        0,
        true);
  }

  /// The same with all ticks decided up to there, or further if they were.
  ScheduleState decidedUntil(Instant instant) {
    var until = instant.isAfter(decided) ? instant : decided;
    return new ScheduleState(
        until, pausedSince, document, last, starting, skips, skipped, hasSchedule);
  }

  ScheduleState starts(Instant tick, int version, Starting.Manner manner) {
    var more = new ArrayList<>(starting);
    more.add(new Starting(tick, version, manner));
    return new ScheduleState(
        tick, pausedSince, document, Optional.of(tick), more, skips, skipped, hasSchedule);
  }

  ScheduleState skips(Skip skip) {
    var more = new ArrayList<>(skips);
    if (!more.isEmpty() && more.getLast().reason() == skip.reason()) {
      more.add(more.removeLast().and(skip));
    } else {
      more.add(skip);
    }
    var kept = more.subList(Math.max(0, more.size() - SKIPS_MAX), more.size());
    return new ScheduleState(
        skip.last(),
        pausedSince,
        document,
        last,
        starting,
        kept,
        skipped + skip.count(),
        hasSchedule);
  }

  /// The same with at most so many groups of skipped ticks, the last ones.
  ScheduleState withSkips(int most) {
    var kept = skips.subList(Math.max(0, skips.size() - most), skips.size());
    return new ScheduleState(
        decided, pausedSince, document, last, starting, kept, skipped, hasSchedule);
  }

  ScheduleState without(List<Starting> started) {
    var rest = starting.stream().filter(each -> !started.contains(each)).toList();
    return new ScheduleState(
        decided, pausedSince, document, last, rest, skips, skipped, hasSchedule);
  }

  ScheduleState paused(Optional<Instant> since) {
    return new ScheduleState(decided, since, document, last, starting, skips, skipped, hasSchedule);
  }

  ScheduleState documented(Schedule.Activity activity) {
    return new ScheduleState(
        decided, pausedSince, activity, last, starting, skips, skipped, hasSchedule);
  }

  ScheduleState withSchedule(boolean has) {
    return new ScheduleState(decided, pausedSince, document, last, starting, skips, skipped, has);
  }
}
