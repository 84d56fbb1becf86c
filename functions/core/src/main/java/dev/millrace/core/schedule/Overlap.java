package dev.millrace.core.schedule;

/// What happens at a tick while the run of an earlier one still goes.
public enum Overlap {
  /// The tick makes no run.
  SKIP,
  /// Both runs go.
  ALLOW,
  /// The run waits; of several that wait only the last is kept.
  QUEUE,
  /// The run waits behind all others.
  QUEUE_ALL,
  /// The former run is cancelled.
  CANCEL
}
