package dev.millrace.engine.queue;

/// The ordered queue of outcomes: messages of one run come in the order in which they were sent,
/// and none while an earlier one of that run is being worked on.
public interface ResultsQueue {
  /// Sends a message; durable when this returns. One with the same deduplication id within five
  /// minutes is dropped.
  void send(ResultMessage message);
}
