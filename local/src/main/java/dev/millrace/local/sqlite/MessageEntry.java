package dev.millrace.local.sqlite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the host keeps in memory of a message. Guarded by the lock of its queue.
///
/// @param <M> the message
final class MessageEntry<M> {
  /// Grows from message to message of a host, over all its starts.
  final long id;

  /// The messages with which it is ordered; null in a queue without order.
  final @Nullable String run;

  final Instant sentAt;

  /// The message itself, while there is room to keep it; otherwise it is read from the file.
  @Nullable M message;

  /// How often it was received.
  int receives;

  /// Until when nobody receives it, because it is delayed or somebody works on it; null while it
  /// can be received.
  @Nullable Instant hiddenUntil;

  /// The messages that come one after the other with this one.
  QueueIndex.@Nullable Group<M> group;

  MessageEntry(long id, @Nullable String run, Instant sentAt, int receives, @Nullable M message) {
    this.id = id;
    this.run = run;
    this.sentAt = sentAt;
    this.receives = receives;
    this.message = message;
  }
}
