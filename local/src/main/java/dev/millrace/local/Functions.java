package dev.millrace.local;

import dev.millrace.engine.ApplyResults;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Disposition;
import dev.millrace.engine.Engine;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.local.invocation.Receiver.Handled;
import dev.millrace.local.sqlite.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// What the queues' functions do: parse, one use case, answer; as the handlers do on AWS.
final class Functions {
  /// Results that could not be applied, because workers of their run were quicker, come back then.
  private static final Duration CONTENDED_FOR = Duration.ofMillis(200);

  private final Engine engine;
  private final Clock clock;

  Functions(Engine engine, Clock clock) {
    this.engine = engine;
    this.clock = clock;
  }

  /// Handles messages of the dispatch queues.
  Handled dispatch(List<Delivery<DispatchMessage>> messages, Invocation invocation)
      throws InterruptedException {
    var acknowledged = new ArrayList<String>();
    var comeBack = new HashMap<String, Instant>();
    for (var delivery : messages) {
      var disposition =
          engine.executeAssignment().handle(delivery.messageId(), delivery.message(), invocation);
      switch (disposition) {
        case Disposition.Acknowledge _ -> acknowledged.add(delivery.receipt());
        case Disposition.ComeBack(var at) -> comeBack.put(delivery.receipt(), at);
      }
    }
    return new Handled(acknowledged, comeBack);
  }

  /// Handles messages of the results queue.
  Handled results(List<Delivery<ResultMessage>> messages, Invocation invocation) {
    var failed =
        engine
            .applyResults()
            .apply(
                messages.stream()
                    .map(
                        delivery ->
                            new ApplyResults.Delivery(
                                delivery.messageId(), delivery.receiveCount(), delivery.message()))
                    .toList(),
                invocation);
    var acknowledged = new ArrayList<String>();
    var comeBack = new HashMap<String, Instant>();
    var back = clock.now().plus(CONTENDED_FOR);
    for (var delivery : messages) {
      if (failed.contains(delivery.messageId())) {
        comeBack.put(delivery.receipt(), back);
      } else {
        acknowledged.add(delivery.receipt());
      }
    }
    return new Handled(acknowledged, comeBack);
  }
}
