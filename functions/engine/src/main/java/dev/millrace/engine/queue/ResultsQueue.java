package dev.millrace.engine.queue;

import java.time.Duration;

/// The ordered queue of outcomes: messages of one run come in the order in which they were sent,
/// and none while an earlier one of that run is being worked on.
public interface ResultsQueue {
  /// How long a message is remembered for dropping the same one (fixed by SQS).
  Duration DEDUPLICATED_FOR = Duration.ofMinutes(5);

  /// Most messages that are received at once (fixed by SQS for ordered queues).
  int BATCH_MAX = 10;

  /// Sends a message; durable when this returns. One of the same run with the same deduplication id
  /// within [#DEDUPLICATED_FOR] is dropped.
  void send(ResultMessage message);
}
