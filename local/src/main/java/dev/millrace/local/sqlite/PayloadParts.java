package dev.millrace.local.sqlite;

import dev.millrace.engine.store.Upload;
import java.io.InputStream;
import java.util.Arrays;

/// Uploads in the table `payloads`: rows `KEY#00000001` and so on, at most [#PART_BYTES] each, and
/// an empty row `KEY` that says that they are all there. SQLite keeps a value whole in memory, so a
/// body of any length cannot be one row.
final class PayloadParts {
  /// Bytes of a part, and so of what an upload holds in memory.
  static final int PART_BYTES = 1024 * 1024;

  private static final String PUT =
      "INSERT INTO payloads (key, json) VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json";

  private PayloadParts() {}

  private static String part(String key, int number) {
    return "%s#%08d".formatted(key, number);
  }

  /// An upload under way.
  static final class Writing implements Upload {
    private final GroupCommit writer;
    private final String key;
    private final byte[] part = new byte[PART_BYTES];
    private int filled;
    private int parts;
    private boolean isFinished;

    Writing(GroupCommit writer, String key) {
      this.writer = writer;
      this.key = key;
      removeAll(); // an earlier upload may have been longer, or broken off by a crash
    }

    @Override
    public String key() {
      return key;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      for (var at = 0; at < length; ) {
        var taken = Math.min(length - at, PART_BYTES - filled);
        System.arraycopy(bytes, offset + at, part, filled, taken);
        filled += taken;
        at += taken;
        if (filled == PART_BYTES) {
          flush();
        }
      }
    }

    @Override
    public void finish() {
      flush();
      put(key, new byte[0]);
      isFinished = true;
    }

    @Override
    public void close() {
      if (!isFinished) {
        removeAll();
      }
    }

    private void flush() {
      if (filled > 0) {
        parts++;
        put(part(key, parts), Arrays.copyOf(part, filled));
        filled = 0;
      }
    }

    private void put(String row, byte[] bytes) {
      writer.write(database -> database.update(PUT, row, bytes));
    }

    private void removeAll() {
      writer.write(
          database -> {
            database.update("DELETE FROM payloads WHERE key = ?", key);
            return database.update(
                "DELETE FROM payloads WHERE key >= ? AND key < ?", part(key, 0), key + "$");
          });
    }
  }

  /// A finished upload, read part by part.
  static final class Reading extends InputStream {
    private final ReadPool reads;
    private final String key;
    private byte[] part = new byte[0];
    private int at;
    private int parts;

    Reading(ReadPool reads, String key) {
      this.reads = reads;
      this.key = key;
    }

    @Override
    public int read() {
      return fill() ? part[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      var taken = Math.min(length, part.length - at);
      System.arraycopy(part, at, bytes, offset, taken);
      at += taken;
      return taken;
    }

    /// Whether there is another byte.
    private boolean fill() {
      if (at == part.length) {
        var row = part(key, parts + 1);
        part =
            reads.read(
                database ->
                    database
                        .first(
                            "SELECT json FROM payloads WHERE key = ?",
                            values -> values.getBytes(1),
                            row)
                        .orElseGet(() -> new byte[0]));
        parts++;
        at = 0;
      }
      return at < part.length;
    }
  }
}
