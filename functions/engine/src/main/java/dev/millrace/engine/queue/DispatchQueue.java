package dev.millrace.engine.queue;

import dev.millrace.core.plan.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The two standard queues of work, one a lane. At least once, in no order.
public interface DispatchQueue {
  /// Longest stay in the delay of a queue: SQS refuses more (its DelaySeconds is 0 to 900).
  Duration DELAY_MAX = Duration.ofMinutes(15);

  /// Sends messages; all are durable when this returns. When it throws, any of them may have been
  /// sent.
  ///
  /// @param lane the queue; wakes go through [Lane#SHORT]
  /// @param delay 0 to [#DELAY_MAX]; implementations may round up to whole seconds
  /// @throws IllegalArgumentException when the delay is longer or negative
  void send(Lane lane, List<? extends DispatchMessage> messages, Duration delay);

  /// When the oldest message that waits for a worker was sent, or an earlier instant where the
  /// queue cannot tell (SQS); empty when none waits. A message that is delayed, or that somebody
  /// received and works on, does not wait.
  Optional<Instant> oldest(Lane lane);
}
