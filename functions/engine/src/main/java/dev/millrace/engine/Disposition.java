package dev.millrace.engine;

import java.time.Instant;

/// What the host does with a message after it was handled. A use case that throws leaves the
/// message to its visibility timeout.
public sealed interface Disposition {
  /// All that the message caused is durable and sent: take it off the queue.
  record Acknowledge() implements Disposition {}

  /// Somebody else may still be at work on it: make it visible again then.
  record ComeBack(Instant at) implements Disposition {}
}
