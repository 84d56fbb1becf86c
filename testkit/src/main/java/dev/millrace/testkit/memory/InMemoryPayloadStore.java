package dev.millrace.testkit.memory;

import dev.millrace.engine.store.PayloadStore;
import dev.millrace.engine.store.Upload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/// Holds payloads in memory.
public final class InMemoryPayloadStore implements PayloadStore {
  private final Map<String, byte[]> payloads = new HashMap<>();
  private final Map<String, byte[]> uploads = new HashMap<>();

  @Override
  public synchronized void put(String key, byte[] json) {
    payloads.putIfAbsent(key, json.clone());
  }

  @Override
  public synchronized byte[] get(String key) {
    return known(payloads, key).clone();
  }

  @Override
  public Upload upload(String key) {
    return new InMemoryUpload(key);
  }

  @Override
  public synchronized InputStream open(String key) {
    return new ByteArrayInputStream(known(uploads, key));
  }

  private synchronized void finish(String key, byte[] bytes) {
    uploads.put(key, bytes);
  }

  private static byte[] known(Map<String, byte[]> all, String key) {
    var bytes = all.get(key);
    if (bytes == null) {
      throw new IllegalStateException("no payload " + key);
    }
    return bytes;
  }

  private final class InMemoryUpload implements Upload {
    private final String key;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    InMemoryUpload(String key) {
      this.key = key;
    }

    @Override
    public String key() {
      return key;
    }

    @Override
    public void write(byte[] more, int offset, int length) {
      bytes.write(more, offset, length);
    }

    @Override
    public void finish() {
      InMemoryPayloadStore.this.finish(key, bytes.toByteArray());
    }

    @Override
    public void close() {
      bytes.reset();
    }
  }
}
