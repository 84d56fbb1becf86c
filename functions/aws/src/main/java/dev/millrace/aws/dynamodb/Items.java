package dev.millrace.aws.dynamodb;

import dev.millrace.core.RunId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/// The items of one table: single reads and writes. Every read is strongly consistent.
final class Items {
  private final DynamoDbClient client;
  private final String table;
  private final String partition;

  /// What became of a conditional put.
  sealed interface Putting {
    /// It was written.
    record Stored() implements Putting {}

    /// The condition did not hold.
    ///
    /// @param standing the item that stands there; empty when there is none
    record Refused(Map<String, AttributeValue> standing) implements Putting {}
  }

  /// @param partition the name of the table's partition key
  Items(DynamoDbClient client, String table, String partition) {
    this.client = client;
    this.table = table;
    this.partition = partition;
  }

  DynamoDbClient client() {
    return client;
  }

  String table() {
    return table;
  }

  String partition() {
    return partition;
  }

  Map<String, AttributeValue> key(RunId run, String sk) {
    return key(run.text(), sk);
  }

  Map<String, AttributeValue> key(String owner, String sk) {
    return Map.of(partition, AttributeValue.fromS(owner), Tables.SK, AttributeValue.fromS(sk));
  }

  Optional<Map<String, AttributeValue>> get(Map<String, AttributeValue> key) {
    var answer = client.getItem(get -> get.tableName(table).key(key).consistentRead(true));
    return answer.hasItem() ? Optional.of(answer.item()) : Optional.empty();
  }

  void put(Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(table).item(item));
  }

  /// Puts an item where none stands.
  Putting putNew(Map<String, AttributeValue> item) {
    return putIf(item, "attribute_not_exists(" + Tables.SK + ")", Map.of());
  }

  /// Puts an item where a condition holds. Where it is refused because this very call has put it
  /// before, had no answer, and was sent again by the SDK, it counts as stored.
  Putting putIf(
      Map<String, AttributeValue> item, String condition, Map<String, AttributeValue> values) {
    var mark = Mark.next();
    try {
      client.putItem(putRequest(mark.on(item), condition, values));
      return new Putting.Stored();
    } catch (ConditionalCheckFailedException refused) {
      var standing = standingIn(refused);
      return mark.isOn(standing) ? new Putting.Stored() : new Putting.Refused(standing);
    }
  }

  private PutItemRequest putRequest(
      Map<String, AttributeValue> item, String condition, Map<String, AttributeValue> values) {
    var request =
        PutItemRequest.builder()
            .tableName(table)
            .item(item)
            .conditionExpression(condition)
            // Instead of reading again: what stood there at the very moment of the refusal.
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    return values.isEmpty()
        ? request.build()
        : request.expressionAttributeValues(new HashMap<>(values)).build();
  }

  static Map<String, AttributeValue> standingIn(ConditionalCheckFailedException refused) {
    return refused.hasItem() ? refused.item() : Map.of();
  }

  /// Whether the SDK sent a request more than once, so that an earlier one may have taken effect.
  static boolean wasSentAgain(SdkException exception) {
    var attempts = exception.numAttempts();
    return attempts != null && attempts > 1;
  }
}
