package dev.millrace.integrations.http;

import java.time.Duration;

/// What follows an answer that was accepted.
sealed interface Sequel {
  /// Nothing: it is the result.
  record None() implements Sequel {}

  /// It is a page, and others may follow.
  ///
  /// @param limit pages that are read at most
  record Pages(int limit) implements Sequel {}

  /// Something goes on outside, and is asked after until it has come to its end.
  ///
  /// @param every how long to wait before the first poll
  /// @param backoff by how much each wait is longer than the one before
  /// @param max the longest wait
  record Poll(Duration every, double backoff, Duration max) implements Sequel {
    /// How long to wait when so many polls have been made.
    Duration after(int polls) {
      // Beyond the longest wait the power may be anything, infinite too.
      var millis = Math.min(every.toMillis() * Math.pow(backoff, polls), (double) max.toMillis());
      return Duration.ofMillis((long) millis);
    }
  }

  /// Somebody posts the outcome.
  record Callback() implements Sequel {}
}
