package dev.millrace.testkit.memory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.TaskName;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore.Stop;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All that belongs to one run. For the store that owns it, under its lock.
final class StoredRun {
  @Nullable RunRecord record;
  @Nullable Payload input;
  @Nullable Payload output;
  @Nullable Stop stop;
  final TreeMap<RecordKey, TaskRecord> records = new TreeMap<>();
  final Map<AssignmentId, Claim> claims = new HashMap<>();
  final Map<TaskName, List<JsonNode>> items = new HashMap<>();
  final Map<String, Token> tokens = new HashMap<>();

  /// Where a record stands: tasks by name, a task before its instances.
  record RecordKey(TaskName task, int index) implements Comparable<RecordKey> {
    private static final int WHOLE = -1;

    static RecordKey of(TaskName task, OptionalInt index) {
      return new RecordKey(task, index.orElse(WHOLE));
    }

    static RecordKey of(TaskRecord record) {
      return of(record.task(), record.index());
    }

    boolean isInstanceOf(TaskName name) {
      return task.equals(name) && index != WHOLE;
    }

    @Override
    public int compareTo(RecordKey other) {
      var byTask = task.compareTo(other.task);
      return byTask != 0 ? byTask : Integer.compare(index, other.index);
    }
  }
}
