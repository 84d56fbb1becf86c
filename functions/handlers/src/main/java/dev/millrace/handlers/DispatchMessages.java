package dev.millrace.handlers;

import dev.millrace.engine.Disposition;
import dev.millrace.engine.ExecuteAssignment;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.queue.MessageFormat;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands the messages of a batch to the use case, one by one.
final class DispatchMessages {
  private static final Logger LOG = LoggerFactory.getLogger(DispatchMessages.class);

  private final ExecuteAssignment executeAssignment;
  private final Visibility visibility;

  DispatchMessages(ExecuteAssignment executeAssignment, Visibility visibility) {
    this.executeAssignment = executeAssignment;
    this.visibility = visibility;
  }

  /// Handles a batch.
  ///
  /// @return ids of the messages that are to come back
  /// @throws InterruptedException when the call's time is over
  Set<String> handle(QueueBatch batch, Invocation invocation) throws InterruptedException {
    var comeBack = new HashSet<String>();
    for (var message : batch.messages()) {
      try {
        var read = MessageFormat.readDispatch(message.body());
        switch (executeAssignment.handle(message.id(), read, invocation)) {
          case Disposition.Acknowledge _ -> {
            // Not named in the answer, so it is taken off the queue.
          }
          case Disposition.ComeBack(var at) -> {
            visibility.comeBack(batch.queue(), message, at);
            comeBack.add(message.id());
          }
        }
      } catch (RuntimeException e) {
        // The edge: this message comes back, and often enough it is dead; the others go on.
        LOG.error(
            "message {} of {} comes back: {}", message.id(), batch.queue(), message.body(), e);
        comeBack.add(message.id());
      }
    }
    return comeBack;
  }
}
