package dev.millrace.testkit.dag;

import dev.millrace.core.Attempt;
import dev.millrace.core.TaskName;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.testkit.reference.AttemptEnd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What was seen of one run: the actions that started, what they received, what was recorded of
/// them, and in which order. Time alone does not tell the order: much happens in one instant.
final class RunHistory {
  private final SortedMap<WorkKey, TreeMap<Integer, Try>> tries = new TreeMap<>();
  private final List<TaskCall> calls = new ArrayList<>();
  private long order;

  /// A task or one of its instances.
  record WorkKey(TaskName task, int index) implements Comparable<WorkKey> {
    private static final Comparator<WorkKey> ORDER =
        Comparator.comparing(WorkKey::task).thenComparingInt(WorkKey::index);
    private static final int WHOLE = -1;

    static WorkKey of(TaskName task, OptionalInt index) {
      return new WorkKey(task, index.orElse(WHOLE));
    }

    @Override
    public int compareTo(WorkKey other) {
      return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
      return index == WHOLE ? task.text() : task + "[" + index + "]";
    }
  }

  /// One attempt.
  static final class Try {
    final int epoch;
    final TreeSet<Integer> steps = new TreeSet<>();
    @Nullable Instant startedAt;
    @Nullable TaskRecord outcome;
    long startOrder = Long.MAX_VALUE;
    long endOrder = Long.MAX_VALUE;

    Try(int epoch) {
      this.epoch = epoch;
    }

    Optional<AttemptEnd> end() {
      return Optional.ofNullable(outcome)
          .flatMap(
              record ->
                  switch (record.content()) {
                    case TaskRecord.Content.Succeeded _ -> Optional.of(new AttemptEnd.Succeeded());
                    case TaskRecord.Content.Failed(var error, _, var retryAfter) ->
                        Optional.of(new AttemptEnd.Failed(error, retryAfter));
                    case TaskRecord.Content.Parked _ -> Optional.empty();
                  });
    }
  }

  private Try tryOf(WorkKey key, int number, int epoch) {
    return tries
        .computeIfAbsent(key, _ -> new TreeMap<>())
        .computeIfAbsent(number, _ -> new Try(epoch));
  }

  /// An action starts, or is resumed.
  ///
  /// @return what invariant that breaks; empty when all is well
  Optional<String> started(WorkKey key, Attempt attempt, int epoch, Instant at) {
    var before = allOf(key).headMap(attempt.number()).values();
    if (before.stream().anyMatch(earlier -> earlier.outcome == null)) {
      return Optional.of(key + " attempt " + attempt.number() + " overlaps an earlier one");
    }
    var entry = tryOf(key, attempt.number(), epoch);
    if (!entry.steps.add(attempt.step())) {
      return Optional.of(key + " attempt " + attempt + " is executed twice");
    }
    if (entry.startedAt == null) {
      entry.startedAt = at;
      entry.startOrder = ++order;
    }
    return entry.outcome == null
        ? Optional.empty()
        : Optional.of(key + " attempt " + attempt.number() + " starts and has an outcome already");
  }

  /// A record was stored.
  ///
  /// @return what invariant that breaks; empty when all is well
  Optional<String> recorded(TaskRecord record, int epoch) {
    if (!record.hasOutcome()) {
      return Optional.empty();
    }
    var key = WorkKey.of(record.task(), record.index());
    var entry = tryOf(key, record.attempt(), epoch);
    if (entry.outcome != null) {
      return Optional.of(key + " attempt " + record.attempt() + " gets a second outcome");
    }
    entry.outcome = record;
    entry.endOrder = ++order;
    return Optional.empty();
  }

  void received(TaskCall call) {
    calls.add(call);
  }

  /// Actions of one work that have started, all redrives included.
  int callsOf(String task, OptionalInt index) {
    return (int)
        calls.stream()
            .filter(call -> call.task().equals(task) && call.index().equals(index))
            .count();
  }

  List<TaskCall> calls() {
    return List.copyOf(calls);
  }

  /// The attempts of one work, by number.
  SortedMap<Integer, Try> allOf(WorkKey key) {
    return tries.getOrDefault(key, new TreeMap<>());
  }

  Collection<WorkKey> works() {
    return List.copyOf(tries.keySet());
  }

  /// What the attempts of one work came to since the run was opened the last time.
  List<AttemptEnd> ends(WorkKey key, int epoch) {
    return allOf(key).values().stream()
        .filter(entry -> entry.epoch == epoch)
        .flatMap(entry -> entry.end().stream())
        .toList();
  }

  /// When the first action of a task or of its instances started; empty: none did.
  OptionalLong startOf(TaskName task) {
    return all(task)
        .filter(entry -> entry.startedAt != null)
        .mapToLong(entry -> entry.startOrder)
        .min();
  }

  /// When the last outcome of a task or of its instances was recorded; after everything while one
  /// is open.
  OptionalLong endOf(TaskName task) {
    return all(task)
        .filter(entry -> entry.startedAt != null)
        .mapToLong(entry -> entry.endOrder)
        .max();
  }

  private Stream<Try> all(TaskName task) {
    return tries.entrySet().stream()
        .filter(each -> each.getKey().task().equals(task))
        .flatMap(each -> each.getValue().values().stream());
  }
}
