package dev.millrace.core.run;

import dev.millrace.core.RunStatus;

/// Why nothing but cleanup tasks may start any more in a run.
public enum StopCause {
  /// Somebody cancelled the run.
  CANCEL(RunStatus.CANCELLED),
  /// A task failed unhandled in a DAG with `failFast`.
  FAIL_FAST(RunStatus.FAILED),
  /// The run went over its timeout.
  TIMEOUT(RunStatus.TIMED_OUT);

  private final RunStatus status;

  StopCause(RunStatus status) {
    this.status = status;
  }

  /// The status with which a run ends that was stopped so.
  public RunStatus status() {
    return status;
  }
}
