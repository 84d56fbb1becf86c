package dev.millrace.core.plan;

import dev.millrace.core.TaskState;

/// An end of a need that `on:` can accept.
public enum NeedEnd {
  /// The need succeeded.
  SUCCEEDED,
  /// The need failed, was cancelled, or something before it failed.
  FAILED,
  /// The need was skipped.
  SKIPPED;

  /// The end that a need's end state counts as.
  ///
  /// @throws IllegalArgumentException when the state is not an end state
  public static NeedEnd of(TaskState end) {
    return switch (end) {
      case SUCCEEDED -> SUCCEEDED;
      case FAILED, UPSTREAM_FAILED, CANCELLED -> FAILED;
      case SKIPPED -> SKIPPED;
      case WAITING, EVALUATING, READY, DISPATCHED, RETRYING, PARKED ->
          throw new IllegalArgumentException(end + " is not an end state");
    };
  }
}
