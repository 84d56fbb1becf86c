package dev.millrace.core.cron;

/// What becomes of a local time that does not exist because clocks went forward over it.
public enum Gap {
  /// It has no tick, as with EventBridge Scheduler.
  SKIP,
  /// Its tick comes later by the length of the gap, as java.time resolves it. A day that does not
  /// exist at all has no tick all the same.
  SHIFT
}
