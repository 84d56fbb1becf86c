package dev.millrace.engine.queue;

import dev.millrace.core.DagName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The dead-letter queues, which reconcile drains.
public interface DeadLetters {
  /// A message that has been received so often and is due once more comes here instead.
  int RECEIVES_MAX = 5;

  /// A message that nobody removes is dropped so long after it came here.
  Duration KEPT_FOR = Duration.ofDays(14);

  /// A message that could not be handled.
  ///
  /// @param receipt names this delivery
  record DeadDispatch(String receipt, DispatchMessage message) {}

  /// A result that could not be applied.
  ///
  /// @param receipt names this delivery
  record DeadResult(String receipt, ResultMessage message) {}

  /// A tick for which somebody should have been woken, and could not be. Hosts whose clock calls
  /// the engine itself have none.
  ///
  /// @param receipt names this delivery
  record DeadTick(String receipt, DagName dag, Instant tick) {}

  /// Dead messages of both lanes; they come again after a while unless removed.
  List<DeadDispatch> dispatch(int limit);

  /// Dead messages of the results queue; they come again after a while unless removed.
  List<DeadResult> results(int limit);

  /// Ticks that nobody was woken for; they come again after a while unless removed.
  List<DeadTick> ticks(int limit);

  /// Removes a message that was dealt with.
  void remove(String receipt);
}
