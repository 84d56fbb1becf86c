package dev.millrace.aws.sqs;

import dev.millrace.engine.queue.MessageFormat;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.queue.ResultsQueue;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The ordered queue of outcomes over an SQS FIFO queue: a run is a message group. Safe for any
/// number of threads.
public final class SqsResultsQueue implements ResultsQueue {
  private final SqsClient sqs;
  private final QueueUrls urls;

  /// Sends with this client.
  public SqsResultsQueue(SqsClient sqs, QueueUrls urls) {
    this.sqs = sqs;
    this.urls = urls;
  }

  @Override
  public void send(ResultMessage message) {
    sqs.sendMessage(
        request ->
            request
                .queueUrl(urls.results())
                .messageBody(MessageFormat.write(message))
                .messageGroupId(GroupIds.ofOutcomes(message.run()))
                .messageDeduplicationId(
                    GroupIds.deduplication(message.run(), message.deduplicationId())));
  }
}
