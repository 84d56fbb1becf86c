package dev.millrace.integrations.lambda;

/// What an invocation waits for.
sealed interface Mode {
  /// The function's end. Its payload is the result.
  record Wait(Log log, Key key) implements Mode {}

  /// That Lambda has taken the payload into its queue.
  record Async(Ending ending) implements Mode {}

  /// Whether a failure shows how the function's log ends.
  enum Log {
    SHOWN,
    NOT_ASKED_FOR
  }

  /// Whether the function gets a key that is the same over all retries.
  enum Key {
    SENT,
    NOT_SENT
  }

  /// What ends an attempt whose function works on by itself.
  enum Ending {
    /// That it was accepted.
    ACCEPTED,
    /// Somebody posts the outcome.
    CALLBACK
  }
}
