package dev.millrace.aws.dynamodb;

import dev.millrace.core.DagName;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.DagVersion;
import dev.millrace.engine.store.PayloadStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// DAGs in the table [Tables#dags()]: an item for each version, and one that says which is the
/// latest. Safe for any number of threads.
public final class DynamoDagStore implements DagStore {
  /// Each lost race means that somebody else's version was stored.
  private static final int RACES_MAX = 50;

  private final Items items;
  private final Batches batches;
  private final PayloadStore payloads;
  private final VersionCache cache = new VersionCache();

  private record VersionKey(DagName dag, int version) {}

  /// @param payloads holds documents that are too long for an item
  public DynamoDagStore(DynamoDbClient client, Tables tables, PayloadStore payloads) {
    this.items = new Items(client, tables.dags(), Tables.DAG);
    this.batches = new Batches(items);
    this.payloads = payloads;
  }

  @Override
  public Putting put(DagName dag, String document, String digest, Instant now) {
    var stored = Optional.<Map<String, AttributeValue>>empty();
    for (var race = 0; race < RACES_MAX; race++) {
      var head = head(dag);
      if (head.isPresent() && head.get().isListed() && head.get().digest().equals(digest)) {
        return new Putting.Unchanged(head.get().number());
      }
      if (stored.isEmpty()) {
        stored = Optional.of(VersionItem.document(dag, document, payloads));
      }
      var next = head.map(DagItem::number).orElse(0) + 1;
      var version = new DagVersion(dag, next, document, digest, now);
      if (added(version, VersionItem.of(version, stored.get()), head)) {
        return new Putting.Added(next);
      }
    }
    throw new IllegalStateException(
        "DAG %s: %d versions were put by others while one was to be put".formatted(dag, RACES_MAX));
  }

  /// Both items or none, so that a version never lies behind the latest unseen. A transaction costs
  /// twice as much, once a version.
  private boolean added(
      DagVersion version, Map<String, AttributeValue> item, Optional<DagItem> before) {
    var newVersion =
        Put.builder()
            .tableName(items.table())
            .item(item)
            .conditionExpression("attribute_not_exists(sk)")
            .build();
    try {
      items
          .client()
          .transactWriteItems(
              write ->
                  write.transactItems(
                      TransactWriteItem.builder().put(newVersion).build(),
                      TransactWriteItem.builder().put(newHead(version, before)).build()));
      return true;
    } catch (TransactionCanceledException cancelled) {
      if (cancelled.cancellationReasons().stream()
          .anyMatch(reason -> "ConditionalCheckFailed".equals(reason.code()))) {
        return false;
      }
      throw cancelled;
    }
  }

  private Put newHead(DagVersion version, Optional<DagItem> before) {
    var put =
        Put.builder()
            .tableName(items.table())
            .item(
                DagItem.SHAPE.item(
                    new DagItem(
                        version.dag().text(),
                        DagItem.LATEST,
                        version.version(),
                        version.digest(),
                        DagItem.LISTED)));
    if (before.isEmpty()) {
      return put.conditionExpression("attribute_not_exists(sk)").build();
    }
    var values = new HashMap<String, AttributeValue>();
    values.put(":before", AttributeValue.fromN(Integer.toString(before.get().number())));
    return put.conditionExpression("version = :before").expressionAttributeValues(values).build();
  }

  private Optional<DagItem> head(DagName dag) {
    return DagItem.read(items.get(items.key(dag.text(), DagItem.LATEST)));
  }

  @Override
  public Optional<DagVersion> latest(DagName dag) {
    return head(dag).filter(DagItem::isListed).flatMap(head -> version(dag, head.number()));
  }

  @Override
  public Optional<DagVersion> version(DagName dag, int version) {
    return cache
        .get(dag, version)
        .or(
            () ->
                items
                    .get(items.key(dag.text(), VersionItem.sk(version)))
                    .map(item -> cache.keep(VersionItem.read(item, payloads))));
  }

  /// From an index, which follows within a second as a rule.
  @Override
  public List<DagVersion> list() {
    var query =
        QueryRequest.builder()
            .tableName(items.table())
            .indexName(Tables.LISTED)
            .keyConditionExpression(Tables.LISTED + " = :yes")
            .expressionAttributeValues(Map.of(":yes", AttributeValue.fromS(DagItem.LISTED)))
            .build();
    var keys =
        items.client().queryPaginator(query).items().stream()
            .map(entry -> items.key(RunLists.text(entry, Tables.DAG), DagItem.LATEST))
            .toList();
    var heads =
        batches.get(keys).stream().map(DagItem.SHAPE::read).filter(DagItem::isListed).toList();
    var unknown =
        heads.stream()
            .filter(head -> cache.get(new DagName(head.dag()), head.number()).isEmpty())
            .map(head -> items.key(head.dag(), VersionItem.sk(head.number())))
            .toList();
    var read =
        batches.get(unknown).stream()
            .map(item -> VersionItem.read(item, payloads))
            .collect(
                Collectors.toMap(
                    version -> new VersionKey(version.dag(), version.version()), cache::keep));
    return heads.stream()
        .map(head -> new VersionKey(new DagName(head.dag()), head.number()))
        .flatMap(
            key ->
                Optional.ofNullable(read.get(key))
                    .or(() -> version(key.dag(), key.version()))
                    .stream())
        .sorted(Comparator.comparing(DagVersion::dag))
        .toList();
  }

  @Override
  public boolean remove(DagName dag) {
    if (head(dag).filter(DagItem::isListed).isEmpty()) {
      return false;
    }
    try {
      items
          .client()
          .updateItem(
              update ->
                  update
                      .tableName(items.table())
                      .key(items.key(dag.text(), DagItem.LATEST))
                      .updateExpression("REMOVE listed")
                      .conditionExpression("attribute_exists(listed)"));
      return true;
    } catch (ConditionalCheckFailedException refused) {
      // Removed by somebody else, or by this call, whose answer was lost.
      return Items.wasSentAgain(refused);
    }
  }
}
