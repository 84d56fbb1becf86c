package dev.millrace.core.run;

import dev.millrace.core.plan.ErrorPattern;
import dev.millrace.core.plan.Jitter;
import dev.millrace.core.plan.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Words for a retry policy. Without more: 3 retries, 10 s each, no growth, no jitter.
public record Retrying(RetryPolicy policy) {
  public static Retrying on(String... errors) {
    var patterns = Stream.of(errors).map(ErrorPattern::new).toList();
    return of(
        patterns, 3, Duration.ofSeconds(10), 1, Duration.ofDays(1), Jitter.NONE, Optional.empty());
  }

  public Retrying limit(int retries) {
    return of(
        policy.on(),
        retries,
        policy.delay(),
        policy.backoff(),
        policy.maxDelay(),
        policy.jitter(),
        policy.within());
  }

  public Retrying delay(Duration delay) {
    return of(
        policy.on(),
        policy.limit(),
        delay,
        policy.backoff(),
        policy.maxDelay(),
        policy.jitter(),
        policy.within());
  }

  public Retrying backoff(double factor) {
    return of(
        policy.on(),
        policy.limit(),
        policy.delay(),
        factor,
        policy.maxDelay(),
        policy.jitter(),
        policy.within());
  }

  public Retrying maxDelay(Duration longest) {
    return of(
        policy.on(),
        policy.limit(),
        policy.delay(),
        policy.backoff(),
        longest,
        policy.jitter(),
        policy.within());
  }

  public Retrying fullJitter() {
    return of(
        policy.on(),
        policy.limit(),
        policy.delay(),
        policy.backoff(),
        policy.maxDelay(),
        Jitter.FULL,
        policy.within());
  }

  public Retrying within(Duration since) {
    return of(
        policy.on(),
        policy.limit(),
        policy.delay(),
        policy.backoff(),
        policy.maxDelay(),
        policy.jitter(),
        Optional.of(since));
  }

  private static Retrying of(
      List<ErrorPattern> on,
      int limit,
      Duration delay,
      double backoff,
      Duration maxDelay,
      Jitter jitter,
      Optional<Duration> within) {
    return new Retrying(new RetryPolicy(on, limit, delay, backoff, maxDelay, jitter, within));
  }
}
