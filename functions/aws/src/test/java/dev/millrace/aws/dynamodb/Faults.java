package dev.millrace.aws.dynamodb;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// What DynamoDB does now and then and no emulator shows, between the SDK's retries and the server,
/// by the dice of one seed. Counts what it did.
final class Faults implements ExecutionInterceptor {
  private static final ExecutionAttribute<Object> LEFT_OUT = new ExecutionAttribute<>("left-out");

  private final Random dice;
  private final double chance;
  private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);

  /// A kind of fault.
  enum Kind {
    /// Not executed: too many requests.
    THROTTLED,
    /// Not executed: a transaction has the item in hand.
    CONFLICT,
    /// Not executed: the service's own fault.
    FAULT_BEFORE,
    /// Executed, but the answer says that the service failed.
    FAULT_AFTER,
    /// Executed, but no answer came.
    ANSWER_LOST,
    /// A batch of which a part was done.
    PART_OF_BATCH
  }

  /// @param chance of each fault that fits, for each request
  Faults(long seed, double chance) {
    this.dice = new Random(seed);
    this.chance = chance;
  }

  synchronized Map<Kind, Integer> done() {
    return new EnumMap<>(done);
  }

  private synchronized boolean falls(Kind kind) {
    if (dice.nextDouble() >= chance) {
      return false;
    }
    done.merge(kind, 1, Integer::sum);
    return true;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    if (falls(Kind.THROTTLED)) {
      throw throttle();
    }
    if (isPlainWrite(context.request()) && falls(Kind.CONFLICT)) {
      throw TransactionConflictException.builder()
          .awsErrorDetails(details("TransactionConflictException"))
          .statusCode(400)
          .message("conflict")
          .build();
    }
    if (context.request() instanceof TransactWriteItemsRequest && falls(Kind.CONFLICT)) {
      throw TransactionCanceledException.builder()
          .awsErrorDetails(details("TransactionCanceledException"))
          .statusCode(400)
          .cancellationReasons(
              CancellationReason.builder().code("None").build(),
              CancellationReason.builder().code("TransactionConflict").build())
          .message("conflict")
          .build();
    }
    if (falls(Kind.FAULT_BEFORE)) {
      throw fault();
    }
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    if (falls(Kind.FAULT_AFTER)) {
      throw fault();
    }
    if (falls(Kind.ANSWER_LOST)) {
      throw SdkClientException.create("connection reset", new IOException("connection reset"));
    }
  }

  /// What DynamoDB answers when it is asked too often.
  static ProvisionedThroughputExceededException throttle() {
    return ProvisionedThroughputExceededException.builder()
        .awsErrorDetails(details("ProvisionedThroughputExceededException"))
        .statusCode(400)
        .message("throttled")
        .build();
  }

  private static DynamoDbException fault() {
    return (DynamoDbException)
        DynamoDbException.builder()
            .awsErrorDetails(details("InternalServerError"))
            .statusCode(500)
            .message("internal")
            .build();
  }

  private static AwsErrorDetails details(String code) {
    return AwsErrorDetails.builder().errorCode(code).serviceName("DynamoDb").build();
  }

  private static boolean isPlainWrite(SdkRequest request) {
    return request instanceof PutItemRequest
        || request instanceof UpdateItemRequest
        || request instanceof DeleteItemRequest;
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    if (context.request() instanceof BatchWriteItemRequest batch && falls(Kind.PART_OF_BATCH)) {
      var table = batch.requestItems().keySet().iterator().next();
      List<WriteRequest> all = batch.requestItems().getOrDefault(table, List.of());
      var kept = Math.max(1, all.size() / 2);
      attributes.putAttribute(LEFT_OUT, Map.of(table, all.subList(kept, all.size())));
      return batch.toBuilder().requestItems(Map.of(table, all.subList(0, kept))).build();
    }
    if (context.request() instanceof BatchGetItemRequest batch && falls(Kind.PART_OF_BATCH)) {
      var table = batch.requestItems().keySet().iterator().next();
      var wanted = batch.requestItems().getOrDefault(table, KeysAndAttributes.builder().build());
      var keys = wanted.keys();
      var kept = Math.max(1, keys.size() / 2);
      var rest = wanted.toBuilder().keys(keys.subList(kept, keys.size())).build();
      attributes.putAttribute(LEFT_OUT, Map.of(table, rest));
      return batch.toBuilder()
          .requestItems(Map.of(table, wanted.toBuilder().keys(keys.subList(0, kept)).build()))
          .build();
    }
    return context.request();
  }

  @Override
  @SuppressWarnings("unchecked") // put there by modifyRequest for the same kind of request
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes attributes) {
    var leftOut = attributes.getAttribute(LEFT_OUT);
    if (leftOut == null) {
      return context.response();
    }
    if (context.response() instanceof BatchWriteItemResponse answer) {
      return answer.toBuilder().unprocessedItems((Map<String, List<WriteRequest>>) leftOut).build();
    }
    if (context.response() instanceof BatchGetItemResponse answer) {
      return answer.toBuilder().unprocessedKeys((Map<String, KeysAndAttributes>) leftOut).build();
    }
    return context.response();
  }
}
