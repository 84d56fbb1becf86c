package dev.millrace.handlers;

import java.time.Instant;

/// Says when messages that are not done come back. Without it they do when their queue's visibility
/// timeout is over, so a failure to say it loses nothing but time.
@FunctionalInterface
interface Visibility {
  /// The message is received again then.
  ///
  /// @param queue the queue's name
  void comeBack(String queue, QueueMessage message, Instant at);
}
