package dev.millrace.engine.queue;

import dev.millrace.core.RunId;
import java.time.Duration;
import java.time.Instant;

/// Wakes runs at instants too far away for the delay of a queue.
public interface Timers {
  /// How much before its instant a wake may come, because schedules have the precision of a minute.
  /// Whoever receives it then sends it back to wait for the rest.
  Duration EARLY_MAX = Duration.ofMinutes(2);

  /// Sends a [DispatchMessage.Wake] at that instant, up to [#EARLY_MAX] earlier or up to a minute
  /// later; at least once.
  void wake(RunId run, Instant at);
}
