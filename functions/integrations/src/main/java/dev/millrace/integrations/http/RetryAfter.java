package dev.millrace.integrations.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.DateUtils;

/// The delay that a server asks for (RFC 9110, 10.2.3).
final class RetryAfter {
  /// Longest delay that is honoured: as long as a run lasts by default. A server that asks for more
  /// is asked again then.
  static final Duration LONGEST = Duration.ofDays(7);

  /// Answers that may mean "not now" (RFC 6585, 4 and RFC 9110, 15.6.4).
  private static final Set<Integer> STATUSES = Set.of(429, 503);

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

  private RetryAfter() {}

  /// The delay, when the answer asks for one that can be read.
  ///
  /// @param now a date counts from here
  static Optional<Duration> of(Reply reply, Instant now) {
    return STATUSES.contains(reply.status()) ? asked(reply, now) : Optional.empty();
  }

  /// The same for any status: an answer that is no failure says so when to ask again.
  static Optional<Duration> asked(Reply reply, Instant now) {
    return reply.header("retry-after").map(String::strip).flatMap(text -> read(text, now));
  }

  private static Optional<Duration> read(String text, Instant now) {
    if (SECONDS.matcher(text).matches()) {
      var seconds = Math.min(Long.parseLong(text), LONGEST.toSeconds());
      return Optional.of(Duration.ofSeconds(seconds));
    }
    return Optional.ofNullable(DateUtils.parseStandardDate(text))
        .map(date -> Duration.between(now, date))
        .map(delay -> delay.isNegative() ? Duration.ZERO : delay)
        .map(delay -> delay.compareTo(LONGEST) > 0 ? LONGEST : delay);
  }
}
