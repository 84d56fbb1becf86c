package dev.millrace.core.cron;

/// What becomes of a local time that comes twice because clocks went back over it. Holds for every
/// cron expression, hourly ones too: under [#FIRST] the repeated hour has no tick at all.
public enum Repeat {
  /// Only the first is a tick, as with EventBridge Scheduler.
  FIRST,
  /// Both are ticks.
  BOTH
}
