package dev.millrace.core.run;

import java.time.Duration;

/// How the timeout of a whole run is watched.
public final class RunDeadlines {
  /// A run whose timeout is longer than this has no timer of its own: reconcile, which looks at
  /// every open run in time, ends it to the minute. SQS delays a message no longer than this.
  public static final Duration BY_WAKE_MAX = Duration.ofMinutes(15);

  private RunDeadlines() {}
}
