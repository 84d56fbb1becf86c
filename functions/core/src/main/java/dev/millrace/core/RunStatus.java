package dev.millrace.core;

/// Where a run stands.
public enum RunStatus {
  /// Recorded, and waits for its turn.
  QUEUED,
  /// Tasks may start.
  RUNNING,
  /// Ended; every failed task was handled.
  SUCCEEDED,
  /// Ended; some failed task was not handled.
  FAILED,
  /// Ended by the run's timeout.
  TIMED_OUT,
  /// Ended by a cancel request.
  CANCELLED;

  /// Whether the run is over (a redrive can open it again).
  public boolean hasEnded() {
    return switch (this) {
      case QUEUED, RUNNING -> false;
      case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED -> true;
    };
  }
}
