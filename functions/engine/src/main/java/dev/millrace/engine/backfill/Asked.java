package dev.millrace.engine.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.RunId;
import dev.millrace.core.cron.Ticks;
import java.time.Instant;
import java.util.Optional;

/// What a backfill was asked to do; it never changes.
///
/// @param version of the DAG whose ticks these are and which new runs execute
/// @param schedule its name; the empty text for one that has none
/// @param from the first instant that counts
/// @param to the first that does not
/// @param concurrency runs of this backfill that may be open at a time
/// @param input of its runs; empty: that of the schedule, and of a run that is opened again its own
/// @param ticks how many there are in the range
public record Asked(
    BackfillId id,
    int version,
    String schedule,
    Instant from,
    Instant to,
    int concurrency,
    Order order,
    Rerun rerun,
    Optional<JsonNode> input,
    int ticks,
    Instant at) {
  /// Which tick comes first.
  public enum Order {
    /// From the beginning of the range to its end.
    OLDEST,
    /// From its end to its beginning.
    NEWEST
  }

  /// Which runs that have ended before are opened again.
  public enum Rerun {
    /// None.
    NONE,
    /// Those that did not succeed, from what failed.
    FAILED,
    /// All, from their beginning.
    ALL
  }

  Optional<String> scheduleName() {
    return schedule.isEmpty() ? Optional.empty() : Optional.of(schedule);
  }

  /// The run of a tick.
  public RunId run(Instant tick) {
    return RunId.ofTick(id.dag(), tick, scheduleName());
  }

  /// The tick that comes after one in this backfill's order; empty when none does.
  ///
  /// @param reached empty: the first is asked for
  Optional<Instant> next(Ticks all, Optional<Instant> reached) {
    return switch (order) {
      case OLDEST -> all.after(reached.orElse(from.minusNanos(1))).filter(at -> at.isBefore(to));
      case NEWEST -> all.before(reached.orElse(to)).filter(at -> !at.isBefore(from));
    };
  }
}
