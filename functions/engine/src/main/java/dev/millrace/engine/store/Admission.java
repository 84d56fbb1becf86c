package dev.millrace.engine.store;

import java.time.Instant;
import java.util.Optional;

/// How a run comes to its place among the open runs of its DAG.
///
/// @param asked when it was asked for: those who asked earlier come first
/// @param line in which it stands; empty: only the DAG's own bound holds it back
/// @param backfill the backfill that asked for it and is told of its end
public record Admission(Instant asked, Optional<Line> line, Optional<String> backfill) {
  /// Runs of one line are open one after another.
  ///
  /// @param givesWay whether it is cancelled, if it still waits, once a later tick of its line
  ///     comes to wait in its place
  public record Line(String name, boolean givesWay) {
    /// The same for a run that nothing cancels because it waits.
    public Line keepingItsPlace() {
      return new Line(name, false);
    }
  }

  /// A run that only the DAG's bound holds back.
  public static Admission of(Instant asked) {
    return new Admission(asked, Optional.empty(), Optional.empty());
  }
}
