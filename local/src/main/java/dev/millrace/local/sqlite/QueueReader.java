package dev.millrace.local.sqlite;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// The receiving side of one queue, with the rules of SQS: a received message is hidden for its
/// visibility timeout and comes again unless it is acknowledged; received too often it becomes a
/// dead letter; of the results of one run none comes while an earlier one is hidden. That a message
/// was received is durable before it is handed out, so that one which kills its host cannot do so
/// for ever. Safe for any number of threads.
///
/// @param <M> the messages
public interface QueueReader<M> {
  /// Most messages that are received at once.
  int BATCH_MAX = 10;

  /// Receives what is visible now, without waiting.
  ///
  /// @param max 1 to [#BATCH_MAX]
  /// @param visibility how long the messages stay hidden, from now on
  /// @throws StorageException when the receiving could not be written; nothing was received then
  List<Delivery<M>> receive(int max, Duration visibility);

  /// Receives as soon as something is visible; empty when nothing was for `atMost`, or when the
  /// storage is closed. Waits in real time for instants of the engine's clock: not for clocks that
  /// stand still.
  ///
  /// @param max 1 to [#BATCH_MAX]
  /// @throws StorageException when the receiving could not be written; nothing was received then
  /// @throws InterruptedException when the thread was interrupted while it waited
  List<Delivery<M>> await(int max, Duration visibility, Duration atMost)
      throws InterruptedException;

  /// Removes messages that were handled. Receipts that are worth nothing any more are passed over.
  ///
  /// @throws StorageException when it could not be written; the messages come again then
  void acknowledge(Collection<String> receipts);

  /// Hides a message until that instant; in the past makes it visible at once. Nothing happens when
  /// it was received again meanwhile.
  void changeVisibility(String receipt, Instant until);

  /// Messages in the queue, delayed and hidden ones included.
  int size();
}
