package dev.millrace.aws.dynamodb;

import dev.millrace.aws.s3.S3PayloadStore;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.plan.Plan;
import dev.millrace.engine.Clock;
import dev.millrace.engine.store.RunRecord;
import java.time.Duration;
import java.time.Instant;
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

  /// How much longer what belongs to a run that waits for its turn stays than it must, so that it
  /// is prolonged once in this time and not at every look at the run.
  private static final Duration WAITING_GRAIN = Duration.ofDays(1);

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

  /// The expiry of a run that is about to be created.
  long ofNew(RunRecord record) {
    return noted(record.run(), expiryOf(record, 0));
  }

  /// The expiry that a run has in the table, from now on remembered.
  void note(RunId run, Map<String, AttributeValue> item) {
    expiresAt(item).ifPresent(expiresAt -> noted(run, expiresAt));
  }

  private long noted(RunId run, long expiresAt) {
    synchronized (known) {
      known.put(run, expiresAt);
    }
    return expiresAt;
  }

  /// A run that waits has its whole timeout before it, whenever it begins.
  private long expiryOf(RunRecord record, long before) {
    var state = record.state();
    if (state.status() != RunStatus.QUEUED) {
      // One that was cancelled while it waited may have ended long after its first deadline.
      var ended = state.endedAt().map(at -> at.minus(WAITING_GRAIN));
      return expiryOf(ended.filter(state.deadline()::isBefore).orElse(state.deadline()));
    }
    // Opened again it may be more than the timeout, but never less.
    var timeout = Duration.between(state.startedAt(), state.deadline());
    var begunNow = clock.now().plus(timeout);
    var needed = expiryOf(begunNow.isAfter(state.deadline()) ? begunNow : state.deadline());
    return before >= needed ? before : needed + WAITING_GRAIN.toSeconds();
  }

  private long expiryOf(Instant deadline) {
    return deadline.plus(history).getEpochSecond();
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
    return expiresAt(answer.item());
  }

  private static Optional<Long> expiresAt(Map<String, AttributeValue> item) {
    return Optional.ofNullable(item.get(Tables.EXPIRES_AT))
        .map(AttributeValue::n)
        .map(Long::valueOf);
  }

  /// Has everything of a run stay as long as the run, before it is written with a later expiry: a
  /// redrive or the end of a long wait gives it a later deadline, and its input and outputs must
  /// not expire under a run that still reads them.
  ///
  /// @return the expiry of the run, from now on remembered
  long prolong(RunRecord next) {
    var before = recalled(next.run()).or(() -> read(next.run())).orElse(Long.MAX_VALUE);
    var expiresAt = expiryOf(next, before);
    if (before < expiresAt) {
      prolong(next, expiresAt);
    }
    return noted(next.run(), expiresAt);
  }

  private void prolong(RunRecord next, long expiresAt) {
    List<String> keys =
        batches.outline(next.run().text()).stream()
            .filter(item -> isShorter(item, expiresAt))
            .map(item -> item.getOrDefault(Tables.SK, AttributeValue.fromS("")).s())
            // RUN is about to be written, and claims are kept for their messages' sake alone.
            .filter(sk -> !sk.equals(SortKey.RUN) && !sk.startsWith(SortKey.CLAIMS))
            .toList();
    Parallel.map(keys, sk -> prolong(next.run(), sk, expiresAt));
    renewPayloads(next, Instant.ofEpochSecond(expiresAt).minus(history));
  }

  /// The bucket keeps a payload for as long as a run can take, and its history. One that was
  /// written longer than that before the new deadline would go too early; few runs are opened
  /// again, or wait, so late.
  private void renewPayloads(RunRecord next, Instant deadline) {
    var oldest = deadline.minus(Plan.TIMEOUT_MAX);
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
