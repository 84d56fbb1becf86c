package dev.millrace.testkit.memory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.text.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Holds entries in memory. None ever expires.
public final class InMemoryEntryStore implements EntryStore {
  private final SortedMap<EntryKey, Entry> entries = new TreeMap<>();

  @Override
  public synchronized Optional<Entry> get(EntryKey key) {
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public synchronized Putting put(
      EntryKey key, long expected, JsonNode value, Optional<Instant> expiresAt) {
    var text = JsonText.writeUtf8(value);
    if (text.length > BYTES_MAX) {
      throw new IllegalArgumentException(
          "%s: %d bytes, at most %d".formatted(key, text.length, BYTES_MAX));
    }
    var standing = get(key);
    if (standing.map(Entry::revision).orElse(NONE) != expected) {
      return new Putting.Refused(standing);
    }
    var entry = new Entry(key, expected + 1, JsonText.readUtf8(text));
    entries.put(key, entry);
    return new Putting.Stored(entry);
  }

  @Override
  public synchronized boolean remove(EntryKey key, long expected) {
    var standing = get(key);
    if (standing.isPresent() && standing.get().revision() != expected) {
      return false;
    }
    entries.remove(key);
    return true;
  }

  @Override
  public synchronized List<Entry> list(
      EntryKind kind, String owner, Optional<String> after, int limit) {
    return entries.values().stream()
        .filter(entry -> entry.key().kind() == kind && entry.key().owner().equals(owner))
        .filter(entry -> after.isEmpty() || entry.key().name().compareTo(after.get()) > 0)
        .limit(limit)
        .toList();
  }
}
