package dev.millrace.testkit.sim;

/// A mistake that can be planted, to show that the checks find it.
public enum Mistake {
  /// Messages are acknowledged before they are handled.
  ACKNOWLEDGE_FIRST,
  /// Messages are acknowledged though handling them failed.
  ACKNOWLEDGE_ANYWAY,
  /// Every claim is granted.
  SKIP_THE_CLAIM,
  /// A claim is granted again once its lease is over: redelivery executes.
  EXECUTE_ON_REDELIVERY,
  /// A message that comes again is acknowledged without a look.
  IGNORE_REDELIVERY,
  /// RUN is written without its condition on `seq`.
  NO_CONDITION_ON_SEQ,
  /// An advance forgets one of the assignments in flight.
  DROP_IN_FLIGHT,
  /// Assignments are sent before RUN lists them.
  SEND_BEFORE_WRITE,
  /// RUN is written before the attempt's record.
  ADVANCE_BEFORE_RECORD,
  /// Records are read from a copy that lags behind.
  READ_STALE_RECORDS,
  /// Retries and wakes come before their time.
  FIRE_TIMERS_EARLY,
  /// Wakes are not sent.
  DROP_WAKES,
  /// A wake that comes early is not sent back.
  FORGET_EARLY_WAKES,
  /// What must be cancelled outside is forgotten.
  DROP_OUTBOX,
  /// Workers do not look whether the run was stopped.
  IGNORE_STOP,
  /// A lost worker's report replaces the outcome that is recorded.
  WORKER_LOST_OVERRIDES,
  /// The word that an attempt parked replaces its outcome.
  PARKED_OVERRIDES,
  /// A worker's report is not sent on when it cannot advance the run itself.
  DROP_RESULTS,
  /// Claims are forgotten after ten minutes.
  FORGET_CLAIMS,
  /// An accepted callback is not queued.
  DROP_CALLBACKS
}
