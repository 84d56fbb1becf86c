package dev.millrace.integrations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Entries of one test, in memory.
final class TestEntries implements EntryStore {
  private final SortedMap<EntryKey, Entry> entries = new TreeMap<>();

  @Override
  public synchronized Optional<Entry> get(EntryKey key) {
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public synchronized Putting put(
      EntryKey key, long expected, JsonNode value, Optional<Instant> expiresAt) {
    var standing = get(key);
    if (standing.map(Entry::revision).orElse(NONE) != expected) {
      return new Putting.Refused(standing);
    }
    var entry = new Entry(key, expected + 1, value);
    entries.put(key, entry);
    return new Putting.Stored(entry);
  }

  @Override
  public synchronized boolean remove(EntryKey key, long expected) {
    return entries.remove(key) != null;
  }

  @Override
  public synchronized List<Entry> list(
      EntryKind kind, String owner, Optional<String> after, int limit) {
    return entries.values().stream().limit(limit).toList();
  }
}
