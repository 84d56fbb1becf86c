package dev.millrace.engine.schedule;

import java.time.Instant;

/// Ticks, one behind the other, that made no run.
///
/// @param first the earliest of them
/// @param last the latest of them
/// @param count how many they are
/// @param at when that was decided
public record Skip(Instant first, Instant last, long count, Reason reason, Instant at) {
  /// Why ticks make no run.
  public enum Reason {
    /// The run of an earlier tick was still open.
    OVERLAP,
    /// They came while the schedule was paused.
    PAUSED,
    /// They came while nobody looked: the host was down, or the DAG not yet deployed.
    MISSED
  }

  static Skip of(Instant tick, Reason reason, Instant at) {
    return new Skip(tick, tick, 1, reason, at);
  }

  /// Both together, when they have the same reason.
  Skip and(Skip next) {
    return new Skip(first, next.last, count + next.count, reason, next.at);
  }
}
