package dev.millrace.handlers;

import dev.millrace.engine.ApplyResults;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.queue.MessageFormat;
import dev.millrace.engine.text.StoredTextException;
import dev.millrace.handlers.metric.Metric;
import dev.millrace.handlers.metric.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands the messages of a batch to the use case, run by run, so that one run's trouble is not the
/// others'.
final class ResultMessages {
  private static final Logger LOG = LoggerFactory.getLogger(ResultMessages.class);

  /// Workers of the same run were quicker four times: they have gone on by then.
  private static final Duration CONTENDED_FOR = Duration.ofSeconds(1);

  private final ApplyResults applyResults;
  private final Visibility visibility;
  private final Metrics metrics;
  private final Clock clock;

  ResultMessages(ApplyResults applyResults, Visibility visibility, Metrics metrics, Clock clock) {
    this.applyResults = applyResults;
    this.visibility = visibility;
    this.metrics = metrics;
    this.clock = clock;
  }

  /// Handles a batch.
  ///
  /// @return ids of the messages that are to come back
  Set<String> handle(QueueBatch batch, Invocation invocation) {
    var groups = new LinkedHashMap<String, List<QueueMessage>>();
    for (var message : batch.messages()) {
      groups.computeIfAbsent(message.group(), _ -> new ArrayList<>()).add(message);
    }
    var failed = new HashSet<String>();
    groups.values().forEach(messages -> apply(batch, messages, failed, invocation));
    return batch.andLaterOfGroup(failed);
  }

  private void apply(
      QueueBatch batch, List<QueueMessage> messages, Set<String> failed, Invocation invocation) {
    try {
      var deliveries = readable(batch, messages, failed);
      var contended = applyResults.apply(deliveries, invocation);
      var now = clock.now();
      for (var message : messages.subList(0, deliveries.size())) {
        if (contended.contains(message.id())) {
          failed.add(message.id());
          visibility.comeBack(batch.queue(), message, now.plus(CONTENDED_FOR));
        } else {
          metrics.took(Metric.OUTCOME_TO_ADVANCE, Duration.between(message.sentAt(), now));
        }
      }
    } catch (RuntimeException e) {
      // The edge: the messages of this run come back, and often enough they are dead.
      LOG.error("messages of {} come back: {}", batch.queue(), messages, e);
      messages.forEach(message -> failed.add(message.id()));
    }
  }

  /// Up to the first that cannot be read: what comes after it must not be applied before it.
  private static List<ApplyResults.Delivery> readable(
      QueueBatch batch, List<QueueMessage> messages, Set<String> failed) {
    var deliveries = new ArrayList<ApplyResults.Delivery>();
    for (var message : messages) {
      try {
        var read = MessageFormat.readResult(message.body());
        deliveries.add(new ApplyResults.Delivery(message.id(), message.receives(), read));
      } catch (StoredTextException e) {
        LOG.error("message {} of {} comes back", message.id(), batch.queue(), e);
        failed.add(message.id());
        break;
      }
    }
    return deliveries;
  }
}
