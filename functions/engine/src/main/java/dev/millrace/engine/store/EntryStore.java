package dev.millrace.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Holds what all workers of a host must agree on beside DAGs and runs, as small JSON values:
/// connections, what is used of limits, the state of schedules, and the like. An entry is changed
/// only by whoever has seen its present revision; revisions begin anew where an entry was removed
/// and is put again. Every read sees all writes that returned before it. Implementations are safe
/// for any number of threads.
public interface EntryStore {
  /// Longest value, as JSON in UTF-8.
  int BYTES_MAX = 256 * 1024;

  /// Most entries of one list.
  int LISTED_MAX = 1_000;

  /// The revision of an entry that is not there.
  long NONE = 0;

  /// What became of a put.
  sealed interface Putting {
    /// It was written.
    record Stored(Entry entry) implements Putting {}

    /// The entry has another revision than expected, and is as it was.
    ///
    /// @param standing the entry as it is; empty when there is none
    record Refused(Optional<Entry> standing) implements Putting {}
  }

  /// An entry; empty when there is none.
  Optional<Entry> get(EntryKey key);

  /// Puts an entry if its revision is the expected one. A put that was refused only because it had
  /// been written already, and its answer was lost, counts as written.
  ///
  /// @param expected [#NONE] when there must not be one
  /// @param expiresAt from when on it may be removed by the store, at any time: never a timer
  /// @throws IllegalArgumentException when the value is longer than [#BYTES_MAX]
  Putting put(EntryKey key, long expected, JsonNode value, Optional<Instant> expiresAt);

  /// Removes an entry if its revision is the expected one, or it is gone already.
  ///
  /// @return false when it has another revision, and is as it was
  boolean remove(EntryKey key, long expected);

  /// Entries of an owner, by name.
  ///
  /// @param after a name that the list begins behind; empty: from the first
  /// @param limit 1 to [#LISTED_MAX]
  List<Entry> list(EntryKind kind, String owner, Optional<String> after, int limit);
}
