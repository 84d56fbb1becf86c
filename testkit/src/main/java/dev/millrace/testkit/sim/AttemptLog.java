package dev.millrace.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.TaskName;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import dev.millrace.testkit.reference.AttemptEnd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What was seen of each attempt of a run: when its actions worked, what they gave, what was
/// recorded of it.
final class AttemptLog {
  private final SortedMap<Key, TreeMap<Integer, Entry>> attempts = new TreeMap<>();

  /// A task or an instance, by name, because places in the document change with its versions.
  record Key(TaskName task, int index) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::task).thenComparingInt(Key::index);
    private static final int WHOLE = -1;

    static Key of(TaskName task, OptionalInt index) {
      return new Key(task, index.orElse(WHOLE));
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
      return index == WHOLE ? task.text() : task + "[" + index + "]";
    }
  }

  /// One attempt.
  static final class Entry {
    final int epoch;
    final TreeSet<Integer> steps = new TreeSet<>();
    final List<JsonNode> given = new ArrayList<>();
    @Nullable Instant startedAt;
    @Nullable Instant deadline;
    @Nullable Instant worksUntil;
    @Nullable Call worker;
    @Nullable TaskRecord record;
    /// By the step of the world in which they could be seen first.
    final TreeMap<Long, Instant> signsOfLife = new TreeMap<>();

    Entry(int epoch) {
      this.epoch = epoch;
    }

    boolean isAtWork(Instant now) {
      return worksUntil != null && now.isBefore(worksUntil);
    }

    Optional<Content> outcome() {
      return Optional.ofNullable(record).filter(TaskRecord::hasOutcome).map(TaskRecord::content);
    }

    /// When its outcome was recorded.
    Optional<Instant> endedAt() {
      return Optional.ofNullable(record).filter(TaskRecord::hasOutcome).map(TaskRecord::recordedAt);
    }

    Stream<AttemptEnd> end() {
      return outcome().stream()
          .flatMap(
              content ->
                  switch (content) {
                    case Content.Succeeded _ -> Stream.of(new AttemptEnd.Succeeded());
                    case Content.Failed(var error, _, var retryAfter) ->
                        Stream.of(new AttemptEnd.Failed(error, retryAfter));
                    case Content.Parked _ -> Stream.<AttemptEnd>empty();
                  });
    }
  }

  /// The entry of an attempt, new if need be.
  Entry of(Key key, int number, int epoch) {
    return attempts
        .computeIfAbsent(key, _ -> new TreeMap<>())
        .computeIfAbsent(number, _ -> new Entry(epoch));
  }

  Optional<Entry> find(Key key, int number) {
    return Optional.ofNullable(attempts.get(key))
        .flatMap(all -> Optional.ofNullable(all.get(number)));
  }

  /// All attempts of one work, by number.
  SortedMap<Integer, Entry> allOf(Key key) {
    return attempts.getOrDefault(key, new TreeMap<>());
  }

  /// What the attempts of one work came to since the run was opened the last time.
  List<AttemptEnd> ends(Key key, int epoch) {
    return allOf(key).values().stream()
        .filter(entry -> entry.epoch == epoch)
        .flatMap(Entry::end)
        .toList();
  }

  /// The same of the attempts before one.
  List<AttemptEnd> endsBefore(Key key, int epoch, int number) {
    return allOf(key).headMap(number).values().stream()
        .filter(entry -> entry.epoch == epoch)
        .flatMap(Entry::end)
        .toList();
  }

  Stream<Key> keys() {
    return attempts.keySet().stream();
  }

  /// Works whose action is going on.
  Stream<Key> atWork(Instant now) {
    return attempts.entrySet().stream()
        .filter(each -> each.getValue().values().stream().anyMatch(entry -> entry.isAtWork(now)))
        .map(Map.Entry::getKey);
  }
}
