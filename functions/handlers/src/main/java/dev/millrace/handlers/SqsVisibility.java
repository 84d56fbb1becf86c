package dev.millrace.handlers;

import dev.millrace.engine.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Says it to SQS.
final class SqsVisibility implements Visibility {
  private static final Logger LOG = LoggerFactory.getLogger(SqsVisibility.class);

  /// SQS hides a message for no longer than this after it was received.
  private static final Duration HIDDEN_MAX = Duration.ofHours(11);

  private final SqsClient sqs;
  private final QueueAddresses queues;
  private final Clock clock;

  SqsVisibility(SqsClient sqs, QueueAddresses queues, Clock clock) {
    this.sqs = sqs;
    this.queues = queues;
    this.clock = clock;
  }

  /// To the second, and not before.
  @Override
  public void comeBack(String queue, QueueMessage message, Instant at) {
    var wait = Duration.between(clock.now(), at);
    var hidden = wait.isNegative() ? Duration.ZERO : wait;
    var seconds = Math.min(hidden.plusSeconds(1).minusNanos(1).toSeconds(), HIDDEN_MAX.toSeconds());
    try {
      sqs.changeMessageVisibility(
          request ->
              request
                  .queueUrl(queues.urlOf(queue))
                  .receiptHandle(message.receipt())
                  .visibilityTimeout(Math.toIntExact(seconds)));
    } catch (SdkException e) {
      LOG.warn("message {} of {} comes back later than it should", message.id(), queue, e);
    }
  }
}
