package dev.millrace.aws.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Entries in the table [Tables#dags()]. Safe for any number of threads.
public final class DynamoEntryStore implements EntryStore {
  private final Items items;

  /// Entries of a stack's tables.
  public DynamoEntryStore(DynamoDbClient client, Tables tables) {
    this.items = new Items(client, tables.dags(), Tables.DAG);
  }

  @Override
  public Optional<Entry> get(EntryKey key) {
    return items.get(keyOf(key)).map(item -> read(key, item));
  }

  private Map<String, AttributeValue> keyOf(EntryKey key) {
    return items.key(EntryItem.partition(key.kind(), key.owner()), key.name());
  }

  private static Entry read(EntryKey key, Map<String, AttributeValue> item) {
    return EntryItem.SHAPE.read(item).entry(key.kind(), key.owner());
  }

  @Override
  public Putting put(EntryKey key, long expected, JsonNode value, Optional<Instant> expiresAt) {
    var text = JsonText.write(value);
    var bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > BYTES_MAX) {
      throw new IllegalArgumentException(
          "%s: %d bytes, at most %d".formatted(key, bytes, BYTES_MAX));
    }
    var item = EntryItem.SHAPE.item(EntryItem.of(key, expected + 1, text, expiresAt));
    var putting =
        expected == NONE
            ? items.putNew(item)
            : items.putIf(item, EntryItem.REVISION + " = :expected", expecting(expected));
    return switch (putting) {
      case Items.Putting.Stored _ -> new Putting.Stored(new Entry(key, expected + 1, value));
      case Items.Putting.Refused(var standing) ->
          new Putting.Refused(
              standing.isEmpty() ? Optional.empty() : Optional.of(read(key, standing)));
    };
  }

  private static Map<String, AttributeValue> expecting(long revision) {
    return Map.of(":expected", AttributeValue.fromN(Long.toString(revision)));
  }

  @Override
  public boolean remove(EntryKey key, long expected) {
    try {
      items
          .client()
          .deleteItem(
              delete ->
                  delete
                      .tableName(items.table())
                      .key(keyOf(key))
                      .conditionExpression(
                          "attribute_not_exists(sk) OR " + EntryItem.REVISION + " = :expected")
                      .expressionAttributeValues(expecting(expected)));
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
  }

  @Override
  public List<Entry> list(EntryKind kind, String owner, Optional<String> after, int limit) {
    var values = new HashMap<String, AttributeValue>();
    values.put(":owner", AttributeValue.fromS(EntryItem.partition(kind, owner)));
    after.ifPresent(name -> values.put(":after", AttributeValue.fromS(name)));
    var query =
        QueryRequest.builder()
            .tableName(items.table())
            .consistentRead(true)
            .keyConditionExpression("dag = :owner" + (after.isPresent() ? " AND sk > :after" : ""))
            .expressionAttributeValues(values)
            .limit(limit)
            .build();
    return items.client().queryPaginator(query).items().stream()
        .limit(limit)
        .map(item -> EntryItem.SHAPE.read(item).entry(kind, owner))
        .toList();
  }
}
