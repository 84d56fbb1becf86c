package dev.millrace.aws.dynamodb;

import dev.millrace.aws.s3.S3PayloadStore;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Plan;
import dev.millrace.engine.Clock;
import dev.millrace.engine.store.RunRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// When what belongs to a run is no longer needed: its deadline and the time that history is kept,
/// in seconds since 1970. Safe for any number of threads.
final class Expiry {
  /// Runs whose expiry is remembered; one that was forgotten costs a read.
  private static final int REMEMBERED = 1_000;

  /// For what is written of a run that is not there: nobody will read it.
  private static final Duration OF_NOTHING = Duration.ofDays(7);

  private final Items items;
  private final Batches batches;
  private final S3PayloadStore payloads;
  private final Duration history;
  private final Clock clock;

  private final Map<RunId, Long> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RunId, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  Expiry(Items items, Batches batches, S3PayloadStore payloads, Duration history, Clock clock) {
    this.items = items;
    this.batches = batches;
    this.payloads = payloads;
    this.history = history;
    this.clock = clock;
  }

  /// The expiry of what belongs to a run.
  long of(RunId run) {
    return recalled(run)
        .or(() -> read(run))
        .orElseGet(() -> clock.now().plus(OF_NOTHING).plus(history).getEpochSecond());
  }

  /// The expiry of a run, from now on remembered.
  long note(RunRecord record) {
    var expiresAt = expiryOf(record);
    synchronized (known) {
      known.put(record.run(), expiresAt);
    }
    return expiresAt;
  }

  private long expiryOf(RunRecord record) {
    return record.state().deadline().plus(history).getEpochSecond();
  }

  private Optional<Long> recalled(RunId run) {
    synchronized (known) {
      return Optional.ofNullable(known.get(run));
    }
  }

  private Optional<Long> read(RunId run) {
    var answer =
        items
            .client()
            .getItem(
                get ->
                    get.tableName(items.table())
                        .key(items.key(run, SortKey.RUN))
                        .projectionExpression(Tables.EXPIRES_AT));
    return Optional.ofNullable(answer.item().get(Tables.EXPIRES_AT))
        .map(AttributeValue::n)
        .map(Long::valueOf);
  }

  /// Has everything of a run stay as long as the run, before a redrive gives it a later deadline:
  /// outputs must not expire under a run that still reads them.
  void prolong(RunRecord next) {
    var expiresAt = expiryOf(next);
    var before = recalled(next.run());
    if (next.state().epoch() == 0 || before.isEmpty() || before.get() >= expiresAt) {
      return;
    }
    List<String> keys =
        batches.outline(next.run().text()).stream()
            .filter(item -> isShorter(item, expiresAt))
            .map(item -> item.getOrDefault(Tables.SK, AttributeValue.fromS("")).s())
            // RUN is about to be written, and claims are kept for their messages' sake alone.
            .filter(sk -> !sk.equals(SortKey.RUN) && !sk.startsWith(SortKey.CLAIMS))
            .toList();
    Parallel.map(keys, sk -> prolong(next.run(), sk, expiresAt));
    renewPayloads(next);
  }

  /// The bucket keeps a payload for as long as a run can take, and its history. One that was
  /// written longer than that before the new deadline would go too early; few redrives come so
  /// late.
  private void renewPayloads(RunRecord next) {
    var oldest = next.state().deadline().minus(Plan.TIMEOUT_MAX);
    if (next.state().startedAt().isBefore(oldest)) {
      var keys = payloads.writtenBefore("run/" + next.run() + "/", oldest);
      Parallel.map(keys, payloads::renew);
    }
  }

  private static boolean isShorter(Map<String, AttributeValue> item, long expiresAt) {
    var expires = item.get(Tables.EXPIRES_AT);
    return expires != null && Long.parseLong(expires.n()) < expiresAt;
  }

  private boolean prolong(RunId run, String sk, long expiresAt) {
    try {
      items
          .client()
          .updateItem(
              update ->
                  update
                      .tableName(items.table())
                      .key(items.key(run, sk))
                      .updateExpression("SET expiresAt = :expiresAt")
                      .conditionExpression("attribute_exists(sk)")
                      .expressionAttributeValues(
                          Map.of(":expiresAt", AttributeValue.fromN(Long.toString(expiresAt)))));
      return true;
    } catch (ConditionalCheckFailedException gone) {
      return false;
    }
  }
}
