package dev.millrace.aws.sqs;

import dev.millrace.engine.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/// Lets visibility timeouts pass for a server that runs in real time: a received message is really
/// hidden for hours, and shown (`ChangeMessageVisibility` to 0) as soon as the test's clock says
/// that its time is over. So the server hides, shows, counts and puts aside by itself; only when is
/// the test's.
final class PassingTime implements ExecutionInterceptor {
  /// Longer than any test runs, and the longest that SQS takes.
  private static final Duration REALLY_HIDDEN = Duration.ofHours(12);

  private static final ExecutionAttribute<Duration> MEANT =
      new ExecutionAttribute<>("dev.millrace.meant-visibility");

  private final Clock clock;
  private final Map<Receipt, Instant> hidden = new HashMap<>();

  private record Receipt(String url, String handle) {}

  PassingTime(Clock clock) {
    this.clock = clock;
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    if (context.request() instanceof ReceiveMessageRequest receive) {
      attributes.putAttribute(MEANT, Duration.ofSeconds(receive.visibilityTimeout()));
      return receive.toBuilder()
          .visibilityTimeout(Math.toIntExact(REALLY_HIDDEN.toSeconds()))
          .build();
    }
    return context.request();
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    if (context.request() instanceof ReceiveMessageRequest receive
        && context.response() instanceof ReceiveMessageResponse response) {
      var until = clock.now().plus(attributes.getAttribute(MEANT));
      synchronized (hidden) {
        for (var message : response.messages()) {
          hidden.put(new Receipt(receive.queueUrl(), message.receiptHandle()), until);
        }
      }
    }
  }

  /// Hides a received message until then by the test's clock.
  void hide(String url, String handle, Instant until) {
    synchronized (hidden) {
      hidden.computeIfPresent(new Receipt(url, handle), (_, _) -> until);
    }
  }

  /// Shows what is no longer hidden by the test's clock.
  void passed(SqsClient sqs) {
    synchronized (hidden) {
      var now = clock.now();
      for (var entry : Map.copyOf(hidden).entrySet()) {
        if (!entry.getValue().isAfter(now)) {
          hidden.remove(entry.getKey());
          show(sqs, entry.getKey());
        }
      }
    }
  }

  private static void show(SqsClient sqs, Receipt receipt) {
    try {
      sqs.changeMessageVisibility(
          request ->
              request.queueUrl(receipt.url()).receiptHandle(receipt.handle()).visibilityTimeout(0));
    } catch (ReceiptHandleIsInvalidException | MessageNotInflightException over) {
      // It was acknowledged meanwhile, or has been received again.
    }
  }
}
