package dev.millrace.core.plan;

import dev.millrace.core.ErrorName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The retry policies of a task in their order; the first that covers an error counts, each with
/// its own counter.
public record Retries(List<RetryPolicy> policies) {
  /// Never.
  public static final Retries NONE = new Retries(List.of());

  /// Transient errors of actions that did not take effect, or that may safely run twice.
  private static final List<ErrorPattern> TRANSIENT =
      List.of(
          new ErrorPattern("Http.429"),
          new ErrorPattern("Http.503"),
          new ErrorPattern("Http.ConnectionFailed"),
          new ErrorPattern("Secret.Unavailable"),
          new ErrorPattern("Connection.TokenUnavailable"),
          new ErrorPattern("Aws.RoleUnavailable"),
          new ErrorPattern("Aws.*Throttl*"),
          new ErrorPattern("Aws.*TooManyRequests*"),
          new ErrorPattern("Aws.*ServiceUnavailable*"),
          new ErrorPattern("Aws.*NotReady*"),
          new ErrorPattern("Undeliverable"));

  /// What may have taken effect, so that only idempotent actions are tried again.
  private static final List<ErrorPattern> TRANSIENT_WHEN_IDEMPOTENT =
      List.of(
          new ErrorPattern("WorkerLost"),
          new ErrorPattern("Http.ConnectionLost"),
          new ErrorPattern("Aws.Lambda.ServiceException"));

  private static final Retries DEFAULT = new Retries(List.of(transientPolicy(TRANSIENT)));

  private static final Retries DEFAULT_WHEN_IDEMPOTENT =
      new Retries(List.of(transientPolicy(both())));

  /// Copies the list.
  public Retries {
    policies = List.copyOf(policies);
  }

  /// What a task without `retry` gets: transient errors are retried three times, all else never.
  public static Retries defaults(boolean idempotent) {
    return idempotent ? DEFAULT_WHEN_IDEMPOTENT : DEFAULT;
  }

  /// What follows when an attempt has failed.
  ///
  /// @param retryAfter the delay that the server asked for; it wins when longer
  /// @param draw a number from 0 (inclusive) to 1 (exclusive), used for jitter
  public AfterFailure after(
      ErrorName error, RetryTally tally, Optional<Duration> retryAfter, Instant now, double draw) {
    for (var place = 0; place < policies.size(); place++) {
      var policy = policies.get(place);
      if (!policy.covers(error)) {
        continue;
      }
      var retry = tally.usedOf(place) + 1;
      if (retry > policy.limit()) {
        return new AfterFailure.GiveUp();
      }
      var delay = policy.delayBefore(retry, draw);
      if (retryAfter.isPresent() && retryAfter.get().compareTo(delay) > 0) {
        delay = retryAfter.get();
      }
      var due = now.plus(delay);
      if (policy.within().isPresent()
          && due.isAfter(tally.firstStartedAt().plus(policy.within().get()))) {
        return new AfterFailure.GiveUp();
      }
      return new AfterFailure.RetryAt(due, tally.oneMoreOf(place));
    }
    return new AfterFailure.GiveUp();
  }

  private static RetryPolicy transientPolicy(List<ErrorPattern> on) {
    var keys = RetryPolicy.DEFAULTS;
    return new RetryPolicy(
        on,
        keys.limit(),
        keys.delay(),
        keys.backoff(),
        keys.maxDelay(),
        keys.jitter(),
        keys.within());
  }

  private static List<ErrorPattern> both() {
    var patterns = new ArrayList<>(TRANSIENT);
    patterns.addAll(TRANSIENT_WHEN_IDEMPOTENT);
    return patterns;
  }
}
