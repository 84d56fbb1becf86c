package dev.millrace.local.sqlite;

import dev.millrace.engine.store.PayloadStore;
import dev.millrace.engine.store.Upload;
import java.io.InputStream;

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

  @Override
  public Upload upload(String key) {
    return new PayloadParts.Writing(writer, key);
  }

  @Override
  public InputStream open(String key) {
    if (get(key).length > 0) {
      throw new IllegalStateException(key + " was not uploaded");
    }
    return new PayloadParts.Reading(reads, key);
  }
}
