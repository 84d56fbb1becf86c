package dev.millrace.core.plan;

/// What a task's rule says of the ends of its needs so far.
public enum Verdict {
  /// It depends on needs that have not ended.
  WAIT,
  /// The task may start.
  START,
  /// The task ends as UPSTREAM_FAILED.
  END_UPSTREAM_FAILED,
  /// The task ends as SKIPPED.
  END_SKIPPED
}
