package dev.millrace.local.sqlite;

import dev.millrace.engine.store.PayloadStore;

/// The table `payloads`. They go with their run.
final class SqlitePayloadStore implements PayloadStore {
  private final GroupCommit writer;
  private final ReadPool reads;

  SqlitePayloadStore(GroupCommit writer, ReadPool reads) {
    this.writer = writer;
    this.reads = reads;
  }

  @Override
  public void put(String key, byte[] json) {
    writer.write(
        database ->
            database.update(
                "INSERT INTO payloads (key, json) VALUES (?, ?) ON CONFLICT DO NOTHING",
                key,
                json));
  }

  @Override
  public byte[] get(String key) {
    return reads
        .read(
            database ->
                database.first(
                    "SELECT json FROM payloads WHERE key = ?", row -> row.getBytes(1), key))
        .orElseThrow(() -> new IllegalStateException("there is no payload " + key));
  }
}
