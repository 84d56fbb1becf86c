package dev.millrace.aws.dynamodb;

import dev.millrace.core.RunId;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore.Creation;
import dev.millrace.engine.store.RunStore.Writing;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// RUN, INPUT and OUTPUT.
final class RunItems {
  /// How DynamoDB names the reason of a transaction whose condition did not hold.
  private static final String CONDITION_FAILED = "ConditionalCheckFailed";

  private final Items items;
  private final Expiry expiry;

  RunItems(Items items, Expiry expiry) {
    this.items = items;
    this.expiry = expiry;
  }

  Creation create(RunRecord record, Payload input) {
    var expiresAt = expiry.ofNew(record);
    var run = RunItem.of(record, expiresAt);
    var putting =
        record.input().filter(input::equals).isPresent()
            ? items.putNew(run)
            : putWithInput(run, PayloadItem.of(record.run(), SortKey.INPUT, input, expiresAt));
    return switch (putting) {
      case Items.Putting.Stored _ -> new Creation.Created();
      case Items.Putting.Refused(var item) -> new Creation.Exists(noted(item));
    };
  }

  /// A larger input stands in an item of its own. Both items or none: of two racing starts the one
  /// that loses must not leave its input to the one that wins. A transaction costs twice as much,
  /// once a run.
  private Items.Putting putWithInput(
      Map<String, AttributeValue> run, Map<String, AttributeValue> input) {
    var newRun =
        Put.builder()
            .tableName(items.table())
            .item(run)
            .conditionExpression("attribute_not_exists(sk)")
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    var newInput = Put.builder().tableName(items.table()).item(input).build();
    try {
      items
          .client()
          .transactWriteItems(
              write ->
                  write.transactItems(
                      TransactWriteItem.builder().put(newRun).build(),
                      TransactWriteItem.builder().put(newInput).build()));
      return new Items.Putting.Stored();
    } catch (TransactionCanceledException cancelled) {
      var reason = cancelled.cancellationReasons().getFirst();
      if (!CONDITION_FAILED.equals(reason.code())) {
        throw cancelled;
      }
      return new Items.Putting.Refused(reason.item());
    }
  }

  Optional<RunRecord> load(RunId run) {
    return items.get(items.key(run, SortKey.RUN)).map(this::noted);
  }

  Writing put(RunRecord next) {
    var item = RunItem.of(next, expiry.prolong(next));
    var before = AttributeValue.fromN(Long.toString(next.state().seq() - 1));
    return switch (items.putIf(item, RunItem.SEQ + " = :before", Map.of(":before", before))) {
      case Items.Putting.Stored _ -> new Writing.Stored();
      case Items.Putting.Refused(var standing) ->
          new Writing.Refused(standing.isEmpty() ? Optional.empty() : Optional.of(noted(standing)));
    };
  }

  private RunRecord noted(Map<String, AttributeValue> item) {
    var record = RunItem.read(item);
    expiry.note(record.run(), item);
    return record;
  }

  Payload input(RunId run) {
    return payload(run, SortKey.INPUT)
        .or(() -> load(run).flatMap(RunRecord::input))
        .orElseThrow(() -> new IllegalStateException("run " + run + " does not exist"));
  }

  Optional<Payload> output(RunId run) {
    return payload(run, SortKey.OUTPUT);
  }

  private Optional<Payload> payload(RunId run, String sk) {
    return items.get(items.key(run, sk)).map(PayloadItem::read);
  }

  void putOutput(RunId run, Payload output) {
    items.put(PayloadItem.of(run, SortKey.OUTPUT, output, expiry.of(run)));
  }
}
