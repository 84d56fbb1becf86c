package dev.millrace.aws.dynamodb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Reads and writes many items of one table. DynamoDB may do a part of a batch only and give the
/// rest back, as when it throttles: what is given back is asked for one by one, because throttles
/// of single requests are waited out by the SDK.
final class Batches {
  private static final int GET_MAX = 100;
  private static final int WRITE_MAX = 25;

  private final Items items;

  Batches(Items items) {
    this.items = items;
  }

  /// The items of those keys that have one, in any order; strongly consistent.
  List<Map<String, AttributeValue>> get(Collection<Map<String, AttributeValue>> keys) {
    return Parallel.map(parts(List.copyOf(keys), GET_MAX), this::getPart).stream()
        .flatMap(List::stream)
        .toList();
  }

  private List<Map<String, AttributeValue>> getPart(List<Map<String, AttributeValue>> keys) {
    if (keys.size() == 1) {
      return items.get(keys.getFirst()).stream().toList();
    }
    var found = new ArrayList<Map<String, AttributeValue>>(keys.size());
    var left = keys;
    while (!left.isEmpty()) {
      var wanted = KeysAndAttributes.builder().keys(left).consistentRead(true).build();
      var answer =
          items.client().batchGetItem(get -> get.requestItems(Map.of(items.table(), wanted)));
      found.addAll(answer.responses().getOrDefault(items.table(), List.of()));
      var rest = answer.unprocessedKeys().get(items.table());
      if (rest == null || rest.keys().isEmpty()) {
        return found;
      }
      if (rest.keys().size() == left.size()) {
        rest.keys().forEach(key -> items.get(key).ifPresent(found::add));
        return found;
      }
      // An answer has at most 16 MB: a batch that got somewhere goes on as a batch.
      left = rest.keys();
    }
    return found;
  }

  void put(List<Map<String, AttributeValue>> all) {
    write(all.stream().map(item -> WriteRequest.builder().putRequest(r -> r.item(item)).build()));
  }

  void delete(List<Map<String, AttributeValue>> keys) {
    write(keys.stream().map(key -> WriteRequest.builder().deleteRequest(r -> r.key(key)).build()));
  }

  private void write(Stream<WriteRequest> writes) {
    Parallel.map(
        parts(writes.toList(), WRITE_MAX),
        part -> {
          writePart(part);
          return part.size();
        });
  }

  private void writePart(List<WriteRequest> part) {
    var answer =
        items.client().batchWriteItem(write -> write.requestItems(Map.of(items.table(), part)));
    for (var rest : answer.unprocessedItems().getOrDefault(items.table(), List.of())) {
      if (rest.putRequest() != null) {
        items.put(rest.putRequest().item());
      } else {
        items
            .client()
            .deleteItem(delete -> delete.tableName(items.table()).key(rest.deleteRequest().key()));
      }
    }
  }

  /// All items of one owner whose sort key begins so, in the order of their keys; strongly
  /// consistent.
  List<Map<String, AttributeValue>> beginning(String owner, String prefix) {
    return query(
        reading()
            .keyConditionExpression("#owner = :owner AND begins_with(#sk, :prefix)")
            .expressionAttributeNames(Map.of("#owner", items.partition(), "#sk", Tables.SK))
            .expressionAttributeValues(
                Map.of(
                    ":owner", AttributeValue.fromS(owner),
                    ":prefix", AttributeValue.fromS(prefix)))
            .build());
  }

  /// Sort key and expiry of all items of one owner; strongly consistent.
  List<Map<String, AttributeValue>> outline(String owner) {
    return query(
        reading()
            .keyConditionExpression("#owner = :owner")
            .projectionExpression("#owner, #sk, " + Tables.EXPIRES_AT)
            .expressionAttributeNames(Map.of("#owner", items.partition(), "#sk", Tables.SK))
            .expressionAttributeValues(Map.of(":owner", AttributeValue.fromS(owner)))
            .build());
  }

  private QueryRequest.Builder reading() {
    return QueryRequest.builder().tableName(items.table()).consistentRead(true);
  }

  private List<Map<String, AttributeValue>> query(QueryRequest query) {
    return items.client().queryPaginator(query).items().stream().toList();
  }

  private static <T> List<List<T>> parts(List<T> all, int size) {
    return IntStream.rangeClosed(0, (all.size() - 1) / size)
        .filter(_ -> !all.isEmpty())
        .mapToObj(part -> all.subList(part * size, Math.min(all.size(), (part + 1) * size)))
        .toList();
  }
}
