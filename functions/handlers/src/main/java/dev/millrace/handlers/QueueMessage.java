package dev.millrace.handlers;

import java.time.Instant;

/// One message of a batch that an event source mapping hands over.
///
/// @param id the queue's id of it, the same at every delivery
/// @param receipt names this delivery
/// @param receives how often it has been received, this time included; SQS counts approximately
/// @param group of a FIFO queue, whose messages come one after another; empty elsewhere
record QueueMessage(
    String id, String receipt, String body, int receives, Instant sentAt, String group) {}
