package dev.millrace.aws;

import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/// How long Millrace waits for AWS, and how often it asks again. Every client is made through here;
/// region, credentials and an endpoint other than AWS's own are the caller's.
///
/// Each client is safe for any number of threads and is made once for a function, before its
/// snapshot. The JDK keeps an idle connection for 5 s, so none outlives a frozen function long.
public final class AwsClients {
  /// A network that takes longer to connect is broken.
  public static final Duration CONNECT_MAX = Duration.ofSeconds(2);

  /// Longest wait for the answer to one request of a few KB; DynamoDB and SQS need milliseconds.
  public static final Duration ANSWER_MAX = Duration.ofSeconds(4);

  /// Longest time for one call with all that it tries again. A worker interrupts its actions 5 s
  /// before its deadline and must get its report out after that; a longer call is better given up,
  /// so that the message comes back.
  public static final Duration CALL_MAX = Duration.ofSeconds(20);

  /// Longest time for moving one payload, which may have 50 MB.
  public static final Duration PAYLOAD_MAX = Duration.ofSeconds(60);

  /// How often one request is sent at most. Throttles are waited out: the waits add up to more than
  /// [#CALL_MAX], which is what ends them.
  public static final int ATTEMPTS_MAX = 12;

  private static final Duration FAULT_WAIT = Duration.ofMillis(25);
  private static final Duration THROTTLE_WAIT = Duration.ofMillis(100);
  private static final Duration WAIT_MAX = Duration.ofSeconds(4);

  /// Why a transaction was cancelled though nothing was wrong with it.
  private static final Set<String> PASSING_REASONS =
      Set.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

  private AwsClients() {}

  /// Sets the limits for calls of a few KB: DynamoDB, SQS, Scheduler, secrets.
  public static <B extends AwsSyncClientBuilder<B, C> & SdkClientBuilder<B, C>, C> B brief(
      B builder) {
    return limited(builder, ANSWER_MAX, CALL_MAX);
  }

  /// Sets the limits for calls that move a payload: S3.
  public static <B extends AwsSyncClientBuilder<B, C> & SdkClientBuilder<B, C>, C> B bulky(
      B builder) {
    return limited(builder, PAYLOAD_MAX, PAYLOAD_MAX);
  }

  private static <B extends AwsSyncClientBuilder<B, C> & SdkClientBuilder<B, C>, C> B limited(
      B builder, Duration answer, Duration call) {
    return builder
        .httpClientBuilder(
            UrlConnectionHttpClient.builder().connectionTimeout(CONNECT_MAX).socketTimeout(answer))
        .overrideConfiguration(
            settings ->
                settings
                    .apiCallAttemptTimeout(answer)
                    .apiCallTimeout(call)
                    .retryStrategy(retries()));
  }

  /// Waits grow with the attempts and are drawn at random up to their length, so that workers that
  /// were throttled together do not come back together. No circuit breaker: its budget is for
  /// callers with somewhere else to go, and a run has only this one table.
  public static StandardRetryStrategy retries() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(ATTEMPTS_MAX)
        .backoffStrategy(BackoffStrategy.exponentialDelay(FAULT_WAIT, WAIT_MAX))
        .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(THROTTLE_WAIT, WAIT_MAX))
        .circuitBreakerEnabled(false)
        .retryOnException(AwsClients::isPassing)
        .build();
  }

  /// Conflicts that pass by themselves, and that the SDK would give up on: another transaction has
  /// the same item in hand, or another conditional put the same object.
  static boolean isPassing(Throwable failure) {
    return switch (failure) {
      case TransactionConflictException _, TransactionInProgressException _ -> true;
      case TransactionCanceledException cancelled -> isPassing(cancelled);
      case AwsServiceException refused ->
          refused.awsErrorDetails() != null
              && "ConditionalRequestConflict".equals(refused.awsErrorDetails().errorCode());
      default -> false;
    };
  }

  private static boolean isPassing(TransactionCanceledException cancelled) {
    var codes = cancelled.cancellationReasons().stream().map(CancellationReason::code).toList();
    return codes.stream().anyMatch(PASSING_REASONS::contains)
        && codes.stream().allMatch(code -> code.equals("None") || PASSING_REASONS.contains(code));
  }
}
