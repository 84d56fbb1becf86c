package dev.millrace.engine.queue;

import dev.millrace.core.RunId;
import java.time.Instant;

/// Wakes runs at instants too far away for the delay of a queue.
public interface Timers {
  /// Sends a [DispatchMessage.Wake] at that instant, or up to a minute later; at least once.
  void wake(RunId run, Instant at);
}
