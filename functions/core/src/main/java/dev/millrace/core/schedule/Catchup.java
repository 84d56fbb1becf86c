package dev.millrace.core.schedule;

/// What a DAG does about ticks that came while it was paused, disabled or not yet deployed.
public sealed interface Catchup {
  /// Nothing.
  record None() implements Catchup {}

  /// The last of them becomes a run.
  record Last() implements Catchup {}

  /// The last `limit` of them become runs, one after another.
  ///
  /// @param limit from 1 to [#LIMIT_MAX]
  record All(int limit) implements Catchup {
    /// @throws IllegalArgumentException when the limit is out of its range
    public All {
      if (limit < 1 || limit > LIMIT_MAX) {
        throw new IllegalArgumentException("limit of a catchup out of range: " + limit);
      }
    }
  }

  /// Ticks that are caught up when nobody says how many.
  int LIMIT_DEFAULT = 100;

  /// Most ticks that may be caught up.
  int LIMIT_MAX = 10_000;
}
