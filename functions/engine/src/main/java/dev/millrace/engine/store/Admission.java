package dev.millrace.engine.store;

import java.time.Instant;
import java.util.Optional;

/// How a run comes to its place among the open runs of its DAG.
///
/// @param asked when it was asked for: those who asked earlier come first
/// @param line runs of one line are open one after another; empty: only the DAG's own bound holds
/// @param backfill the backfill that asked for it and is told of its end
public record Admission(Instant asked, Optional<String> line, Optional<String> backfill) {
  /// A run that only the DAG's bound holds back.
  public static Admission of(Instant asked) {
    return new Admission(asked, Optional.empty(), Optional.empty());
  }
}
