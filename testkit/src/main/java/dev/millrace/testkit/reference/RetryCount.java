package dev.millrace.testkit.reference;

import dev.millrace.core.ErrorName;
import dev.millrace.core.plan.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Counts along the attempts of one work which retries its policies still allow.
final class RetryCount {
  /// Whether another attempt follows a failure.
  enum Next {
    FOLLOWS,
    /// `within` decides by the clock, of which this room knows nothing.
    MAY_FOLLOW,
    NONE
  }

  private final List<RetryPolicy> policies;
  private final int[] used;

  RetryCount(List<RetryPolicy> policies) {
    this.policies = policies;
    this.used = new int[policies.size()];
  }

  /// Whether another attempt follows this failure, the next in order.
  Next after(ErrorName error) {
    for (var i = 0; i < used.length; i++) {
      var policy = policies.get(i);
      if (policy.on().stream().anyMatch(pattern -> covers(pattern.text(), error))) {
        if (used[i] == policy.limit()) {
          return Next.NONE;
        }
        used[i]++;
        return policy.within().isPresent() ? Next.MAY_FOLLOW : Next.FOLLOWS;
      }
    }
    return Next.NONE;
  }

  /// How long the retry that [#after] has just counted must at least wait.
  Duration leastDelay(ErrorName error, Optional<Duration> retryAfter) {
    for (var i = 0; i < used.length; i++) {
      var policy = policies.get(i);
      if (policy.on().stream().anyMatch(pattern -> covers(pattern.text(), error))) {
        var least =
            switch (policy.jitter()) {
              case FULL -> Duration.ZERO;
              case NONE -> grown(policy, used[i]);
            };
        return retryAfter.filter(asked -> asked.compareTo(least) > 0).orElse(least);
      }
    }
    return Duration.ZERO;
  }

  private static Duration grown(RetryPolicy policy, int retry) {
    var millis = (double) policy.delay().toMillis();
    for (var i = 1; i < retry; i++) {
      millis *= policy.backoff();
    }
    return Duration.ofMillis((long) Math.min(millis, (double) policy.maxDelay().toMillis()));
  }

  private static boolean covers(String pattern, ErrorName error) {
    var regex =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.matches(regex, error.text());
  }
}
