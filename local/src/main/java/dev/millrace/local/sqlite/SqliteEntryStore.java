package dev.millrace.local.sqlite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.Clock;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.text.InstantText;
import dev.millrace.engine.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The table `entries`.
final class SqliteEntryStore implements EntryStore {
  private final GroupCommit writer;
  private final ReadPool reads;
  private final Clock clock;

  SqliteEntryStore(GroupCommit writer, ReadPool reads, Clock clock) {
    this.writer = writer;
    this.reads = reads;
    this.clock = clock;
  }

  @Override
  public Optional<Entry> get(EntryKey key) {
    return reads.read(database -> read(database, key));
  }

  private static Optional<Entry> read(Statements database, EntryKey key) throws SQLException {
    return database.first(
        "SELECT revision, value FROM entries WHERE kind = ? AND owner = ? AND name = ?",
        row -> new Entry(key, row.getLong(1), JsonText.read(row.getString(2))),
        key.kind().word(),
        key.owner(),
        key.name());
  }

  @Override
  public Putting put(EntryKey key, long expected, JsonNode value, Optional<Instant> expiresAt) {
    var text = JsonText.write(value);
    var bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > BYTES_MAX) {
      throw new IllegalArgumentException(
          "%s: %d bytes, at most %d".formatted(key, bytes, BYTES_MAX));
    }
    var expiry = expiresAt.map(InstantText::of).orElse(null);
    var now = InstantText.of(clock.now());
    return writer.write(
        database -> {
          var standing = read(database, key);
          if (standing.map(Entry::revision).orElse(NONE) != expected) {
            return new Putting.Refused(standing);
          }
          database.update(
              """
              INSERT OR REPLACE INTO entries (kind, owner, name, revision, expires_at, value)
              VALUES (?, ?, ?, ?, ?, ?)\
              """,
              key.kind().word(),
              key.owner(),
              key.name(),
              expected + 1,
              expiry,
              text);
          if (expiry != null) {
            // Whoever adds what expires takes away what has.
            database.update("DELETE FROM entries WHERE expires_at < ?", now);
          }
          return new Putting.Stored(new Entry(key, expected + 1, value));
        });
  }

  @Override
  public boolean remove(EntryKey key, long expected) {
    return writer.write(
        database -> {
          var standing = read(database, key);
          if (standing.isPresent() && standing.get().revision() != expected) {
            return false;
          }
          database.update(
              "DELETE FROM entries WHERE kind = ? AND owner = ? AND name = ?",
              key.kind().word(),
              key.owner(),
              key.name());
          return true;
        });
  }

  @Override
  public List<Entry> list(EntryKind kind, String owner, Optional<String> after, int limit) {
    return reads.read(
        database ->
            database.all(
                """
                SELECT name, revision, value FROM entries
                WHERE kind = ? AND owner = ? AND name > ? ORDER BY name LIMIT ?\
                """,
                row ->
                    new Entry(
                        new EntryKey(kind, owner, row.getString(1)),
                        row.getLong(2),
                        JsonText.read(row.getString(3))),
                kind.word(),
                owner,
                after.orElse(""),
                limit));
  }
}
