package dev.millrace.aws.sqs;

import dev.millrace.testkit.contract.Receiving;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;

/// Receives from a queue as a contract asks, under the test's time.
record SqsReceiving<M>(SqsClient sqs, String url, PassingTime time, Function<String, M> reading)
    implements Receiving<M> {

  @Override
  public List<Delivery<M>> receive(int max, Duration visibility) {
    return sqs
        .receiveMessage(
            request ->
                request
                    .queueUrl(url)
                    .maxNumberOfMessages(max)
                    .visibilityTimeout(Math.toIntExact(visibility.toSeconds()))
                    .messageSystemAttributeNames(
                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
        .messages()
        .stream()
        .map(this::delivery)
        .toList();
  }

  private Delivery<M> delivery(Message message) {
    return new Delivery<>(
        message.receiptHandle(),
        message.messageId(),
        Integer.parseInt(
            message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)),
        reading.apply(message.body()));
  }

  @Override
  public void acknowledge(String receipt) {
    try {
      sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(receipt));
    } catch (ReceiptHandleIsInvalidException over) {
      // How a server may say that nothing happens.
    }
  }

  @Override
  public void changeVisibility(String receipt, Instant until) {
    time.hide(url, receipt, until);
    time.passed(sqs);
  }
}
