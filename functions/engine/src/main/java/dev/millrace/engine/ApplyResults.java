package dev.millrace.engine;

import dev.millrace.core.RunId;
import dev.millrace.core.run.Event;
import dev.millrace.engine.queue.ResultMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// Handles the messages of the results queue: applies the outcomes of each run in one advance.
public final class ApplyResults {
  /// Conflicts with workers on the fast path after which the messages are left to come back.
  private static final int TRIES_MAX = 4;

  private final Plans plans;
  private final AdvanceRun advanceRun;
  private final CarryOut carryOut;
  private final Clock clock;

  ApplyResults(Plans plans, AdvanceRun advanceRun, CarryOut carryOut, Clock clock) {
    this.plans = plans;
    this.advanceRun = advanceRun;
    this.carryOut = carryOut;
    this.clock = clock;
  }

  /// One message as it was received.
  ///
  /// @param deliveries how often it has been received, this time included
  public record Delivery(String messageId, int deliveries, ResultMessage message) {}

  /// Handles a batch.
  ///
  /// @return ids of the messages that must come back: all of a run whose advance failed, because
  ///     one write stands for all of them and order must hold within a run
  public Set<String> apply(List<Delivery> batch, Invocation invocation) {
    var byRun = new LinkedHashMap<RunId, List<Delivery>>();
    for (var delivery : batch) {
      byRun.computeIfAbsent(delivery.message().run(), _ -> new ArrayList<>()).add(delivery);
    }
    var failed = new HashSet<String>();
    byRun.forEach(
        (run, deliveries) -> {
          if (!applyTo(run, deliveries, invocation)) {
            deliveries.forEach(delivery -> failed.add(delivery.messageId()));
          }
        });
    return Set.copyOf(failed);
  }

  private boolean applyTo(RunId run, List<Delivery> deliveries, Invocation invocation) {
    var turn = new Turn(deliveries.getFirst().messageId(), invocation);
    var events = new ArrayList<Event>();
    deliveries.forEach(delivery -> events.addAll(delivery.message().events()));
    for (var tried = 0; tried < TRIES_MAX; tried++) {
      switch (advanceRun.advance(run, events, turn, new Holding.Nothing())) {
        case Advanced.Done done -> {
          sendAgain(done, deliveries, turn);
          return true;
        }
        case Advanced.Gone _ -> {
          return true;
        }
        case Advanced.Contended _ -> {
          // Read again and try again; a worker on the fast path was quicker.
        }
      }
    }
    return false;
  }

  /// A batch that comes again may have been applied without everything being sent.
  private void sendAgain(Advanced.Done done, List<Delivery> deliveries, Turn turn) {
    var ids = new HashSet<String>();
    for (var delivery : deliveries) {
      if (delivery.deliveries() > 1) {
        ids.add(delivery.messageId());
      }
    }
    if (!ids.isEmpty()) {
      carryOut.again(
          plans.of(done.record()),
          done.record(),
          by -> ids.contains(by.message()) && !by.invocation().equals(turn.invocation().id()),
          clock.now());
    }
  }
}
