package dev.millrace.testkit.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The receiving side of a queue, as a contract drives it.
///
/// @param <M> the messages of the queue
public interface Receiving<M> {
  /// A message that was received.
  ///
  /// @param receipt names this delivery, and no other of the same message
  /// @param messageId the same at every delivery
  /// @param receiveCount how often the message was received, with this time, from 1
  record Delivery<M>(String receipt, String messageId, int receiveCount, M message) {}

  /// Receives what is visible at this moment, without waiting; it stays hidden from others for
  /// `visibility` from now on.
  ///
  /// @param max 1 to 10
  List<Delivery<M>> receive(int max, Duration visibility);

  /// Removes a message that was handled; nothing happens when it was received again meanwhile.
  void acknowledge(String receipt);

  /// Hides a received message until that instant (in the past: makes it visible now); nothing
  /// happens when it was received again meanwhile.
  void changeVisibility(String receipt, Instant until);
}
