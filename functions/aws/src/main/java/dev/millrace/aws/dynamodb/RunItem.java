package dev.millrace.aws.dynamodb;

import dev.millrace.core.RunId;
import dev.millrace.core.TaskState;
import dev.millrace.core.run.TaskStates;
import dev.millrace.engine.store.RunFormat;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.text.InstantText;
import dev.millrace.engine.text.JsonText;
import dev.millrace.engine.text.StoredTextException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// RUN: the whole state in `record`, and beside it what conditions and indexes need. It is written
/// at every advance, so nothing stands here twice without a reason.
final class RunItem {
  static final String RECORD = "record";
  static final String SEQ = "seq";

  /// Partitions of the index `active`: one takes 1,000 writes a second, and each run's start and
  /// end is one.
  static final int SHARDS = 4;

  /// How coarse an instant stands in the index `active`: a run that makes progress changes its
  /// entry once in this time, and not at every advance.
  static final Duration CHECK_GRAIN = Duration.ofMinutes(2);

  private RunItem() {}

  static Map<String, AttributeValue> of(RunRecord record, long expiresAt) {
    var state = record.state();
    var item = new HashMap<String, AttributeValue>();
    item.put(Tables.RUN, text(record.run().text()));
    item.put(Tables.SK, text(SortKey.RUN));
    item.put(SEQ, AttributeValue.fromN(Long.toString(state.seq())));
    item.put(Tables.EXPIRES_AT, AttributeValue.fromN(Long.toString(expiresAt)));
    item.put(Tables.DAG, text(record.dag().text()));
    if (!record.origin().isPart()) {
      // Without these the run stands in no list: it is a part of the run around it.
      item.put(Tables.MONTH, text(month(state.startedAt())));
      item.put(Tables.STARTED, text(started(state.startedAt(), record.run())));
    }
    item.put("status", text(state.status().name()));
    var stored = StoredText.of(RunFormat.write(record));
    item.put(RECORD, stored);
    if (stored.s() == null) {
      // What a person wants to see of a run whose state is packed.
      item.put("progress", text(counts(state.tasks())));
    }
    if (state.status().hasEnded()) {
      // In the lists' indexes: so they must stand still while the run is open.
      item.put("counts", text(counts(state.tasks())));
      state.endedAt().ifPresent(at -> item.put("endedAt", text(InstantText.of(at))));
      record.error().ifPresent(error -> item.put("error", text(error.name().text())));
    }
    if (!state.isSettled()) {
      item.put(Tables.SHARD, text(Integer.toString(shard(record.run()))));
      item.put(Tables.CHECK_FROM, text(checkFrom(record.nextCheck())));
    }
    return item;
  }

  static RunRecord read(Map<String, AttributeValue> item) {
    var record = item.get(RECORD);
    if (record == null) {
      throw new StoredTextException("a run without `" + RECORD + "`");
    }
    return RunFormat.read(StoredText.read(record));
  }

  /// The sort key of the lists.
  static String started(Instant startedAt, RunId run) {
    return InstantText.of(startedAt) + "#" + run;
  }

  /// The month of an instant, in UTC.
  static String month(Instant at) {
    return InstantText.of(at).substring(0, "2026-11".length());
  }

  /// The minute in which the grain of an instant begins: never after it, and sorts as text.
  static String checkFrom(Instant at) {
    var grain = CHECK_GRAIN.toSeconds();
    var from = Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), grain) * grain);
    return InstantText.of(from).substring(0, "2026-11-23T06:02".length()) + "Z";
  }

  /// String's hash is the same in every JVM.
  private static int shard(RunId run) {
    return Math.floorMod(run.text().hashCode(), SHARDS);
  }

  private static String counts(TaskStates tasks) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          for (var state : TaskState.values()) {
            if (tasks.count(state) > 0) {
              json.writeNumberField(state.name(), tasks.count(state));
            }
          }
          json.writeEndObject();
        });
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }
}
