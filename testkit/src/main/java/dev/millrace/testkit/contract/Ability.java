package dev.millrace.testkit.contract;

/// What queues may be unable to do in a test. A server that runs in real time hides and shows
/// messages when it is told to, so that most of a contract's time can pass at once; some it keeps
/// to itself.
public enum Ability {
  /// Let a message's delay pass at once.
  SHORTEN_DELAYS,
  /// Forget at once that a result was sent before.
  FORGET_DEDUPLICATION,
  /// Drop at once what was kept for its time.
  DROP_OLD_MESSAGES,
  /// Be unable to wake somebody for a tick.
  LOSE_TICKS
}
