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
  /// What must be cancelled outside is neither cancelled at once nor kept in the outbox.
  DROP_OUTBOX,
  /// The run around a run that has ended is not told.
  FORGET_PARENT,
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
  DROP_CALLBACKS,
  /// After a refused write an invocation goes on with all that it issued, also with what it is
  /// already executing.
  ADOPT_WHAT_RUNS,
  /// After a refused write nobody looks whether it was one's own.
  ADOPT_NOTHING,
  /// A message that comes again does not send what its former invocation issued.
  NEVER_SEND_AGAIN,
  /// Of messages that are applied together only the first is kept until they are applied.
  ACKNOWLEDGE_REST_OF_BATCH,
  /// An outcome of an assignment that is no longer in flight counts for the one that is.
  COUNT_STALE_OUTCOMES,
  /// Reconcile gives a claim up before its lease is over.
  GIVE_UP_BEFORE_LEASE_ENDS,
  /// Signs of life are not noted.
  IGNORE_HEARTBEATS,
  /// All attempts of a work have the same callback token.
  REUSE_TOKENS,
  /// A redrive counts attempts from 1 again.
  RESTART_ATTEMPTS,
  /// Limits of concurrency are not kept.
  IGNORE_CONCURRENCY,
  /// Each chunk of a map is left all the failures that the map tolerates.
  TOLERATE_IN_EACH_CHUNK,
  /// A task does not wait for the last of its needs.
  FORGET_A_NEED,
  /// A condition that does not hold lets its task start.
  IGNORE_CONDITIONS
}
