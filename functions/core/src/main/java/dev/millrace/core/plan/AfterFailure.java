package dev.millrace.core.plan;

import java.time.Instant;

/// What follows a failed attempt.
public sealed interface AfterFailure {
  /// Another attempt, not before `due`.
  record RetryAt(Instant due, RetryTally tally) implements AfterFailure {}

  /// No other attempt: the work has failed.
  record GiveUp() implements AfterFailure {}
}
