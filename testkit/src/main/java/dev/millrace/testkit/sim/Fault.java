package dev.millrace.testkit.sim;

/// What can go wrong.
enum Fault {
  /// The process ends before a call has its effect.
  CRASH_BEFORE,
  /// The process ends after a call had its effect.
  CRASH_AFTER,
  /// A conditional write takes effect, its answer is lost, and trying again is refused.
  LOST_ANSWER,
  /// A call is refused for now and has no effect.
  THROTTLED,
  /// A call has its effect, or part of it, and its caller is told that it failed.
  THROTTLED_AFTER,
  /// A call takes long: seconds, or more than the invocation's whole time.
  SLOW,
  /// An invocation goes on after its host should have ended it.
  OUTLIVES_LEASE,
  /// A message is delivered while it is being worked on.
  DELIVERED_TWICE,
  /// A message waits though workers are free.
  DELIVERED_LATE,
  /// A wake comes before its time.
  WAKE_EARLY,
  /// A wake comes long after its time.
  WAKE_LATE,
  /// A message fails again and again, until it is a dead letter.
  POISONED;

  /// Whether it strikes at port calls, and not at messages and deadlines.
  boolean strikesAtCalls() {
    return switch (this) {
      case CRASH_BEFORE, CRASH_AFTER, LOST_ANSWER, THROTTLED, THROTTLED_AFTER, SLOW -> true;
      case OUTLIVES_LEASE, DELIVERED_TWICE, DELIVERED_LATE, WAKE_EARLY, WAKE_LATE, POISONED ->
          false;
    };
  }
}
