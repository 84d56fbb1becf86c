package dev.millrace.core.plan;

import dev.millrace.core.ErrorName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One retry policy of a task.
///
/// @param on errors that it is for
/// @param limit retries at most, 0 to [#LIMIT_MAX]
/// @param delay before the first retry; before retry n it is delay × backoff^(n-1), at most
///     `maxDelay`
/// @param within no retry starts later than this after the first attempt's start
public record RetryPolicy(
    List<ErrorPattern> on,
    int limit,
    Duration delay,
    double backoff,
    Duration maxDelay,
    Jitter jitter,
    Optional<Duration> within) {
  /// Most retries that a policy may ask for.
  public static final int LIMIT_MAX = 100;

  /// The keys' defaults: every error, 3 retries, 1 s doubling up to 5 minutes, full jitter.
  public static final RetryPolicy DEFAULTS =
      new RetryPolicy(
          List.of(ErrorPattern.ANY),
          3,
          Duration.ofSeconds(1),
          2,
          Duration.ofMinutes(5),
          Jitter.FULL,
          Optional.empty());

  /// @throws IllegalArgumentException when a value is out of its range
  public RetryPolicy {
    on = List.copyOf(on);
    if (limit < 0 || limit > LIMIT_MAX || delay.isNegative() || backoff < 1) {
      throw new IllegalArgumentException("retry policy out of range: " + limit + " × " + delay);
    }
  }

  /// Whether this policy is for an error.
  public boolean covers(ErrorName error) {
    return on.stream().anyMatch(pattern -> pattern.matches(error));
  }

  /// The delay before the n-th retry (from 1).
  ///
  /// @param draw a number from 0 (inclusive) to 1 (exclusive), used for jitter
  public Duration delayBefore(int retry, double draw) {
    var longest = maxDelay.toMillis();
    var grown = delay.toMillis() * Math.pow(backoff, retry - 1.0);
    var millis = grown >= longest ? longest : (long) grown;
    return switch (jitter) {
      case NONE -> Duration.ofMillis(millis);
      case FULL -> Duration.ofMillis((long) (millis * draw));
    };
  }
}
