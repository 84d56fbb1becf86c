package dev.millrace.engine.backfill;

import dev.millrace.core.RunStatus;

/// What became of a tick that was taken.
sealed interface Fate {
  /// Its run is there.
  record Opened() implements Fate {}

  /// Its run has ended.
  record Ended(RunStatus status) implements Fate {}

  /// Somebody else's run of it is there, and stays as it is.
  record Existed() implements Fate {}

  /// It has no run: it cannot be opened again because the DAG is gone or asks for another input
  /// now, or somebody has removed it.
  record Refused() implements Fate {}

  /// The backfill was cancelled before it made a run.
  record Dropped() implements Fate {}
}
