package dev.millrace.local.sqlite;

import java.time.Instant;

/// A message that was received.
///
/// @param receipt names this delivery; it is worth nothing once the message was received again
/// @param messageId the same at every delivery, also after the host was started again
/// @param receiveCount how often the message was received, with this time, from 1
/// @param sentAt when it was sent
public record Delivery<M>(
    String receipt, String messageId, int receiveCount, Instant sentAt, M message) {}
