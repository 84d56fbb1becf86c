package dev.millrace.testkit.dag;

/// Where a task or an instance stands, in the words of `run --json` and of the HTTP API.
public enum TaskStatus {
  /// Its needs have not ended, or it waits for a place among the work in flight.
  WAITING,
  /// Handed out; no worker has taken it.
  DISPATCHED,
  /// A worker runs its action.
  RUNNING,
  /// Failed, and will be attempted again after a delay.
  RETRYING,
  /// Started, and waits for a callback, a timer or a job.
  PARKED,
  /// Ended with an output.
  SUCCEEDED,
  /// Ended with an error and no retries left; timed out too.
  FAILED,
  /// Ended without starting, because its rule or `when` said so.
  SKIPPED,
  /// Ended without starting, because something before it failed.
  UPSTREAM_FAILED,
  /// Ended by cancel, `failFast` or the run's timeout.
  CANCELLED
}
