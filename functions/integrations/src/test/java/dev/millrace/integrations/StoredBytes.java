package dev.millrace.integrations;

import dev.millrace.engine.store.Upload;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// What attempts of a test have uploaded. Testkit's store cannot serve here: testkit is made of the
/// integrations.
public final class StoredBytes {
  private final Map<String, byte[]> finished = new ConcurrentHashMap<>();
  private final List<String> dropped = new CopyOnWriteArrayList<>();

  /// A finished upload.
  public Optional<byte[]> of(String key) {
    return Optional.ofNullable(finished.get(key)).map(byte[]::clone);
  }

  /// Keys of uploads that were closed without being finished.
  public List<String> dropped() {
    return new ArrayList<>(dropped);
  }

  Upload upload(String key) {
    return new Upload() {
      private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

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
        finished.put(key, bytes.toByteArray());
      }

      @Override
      public void close() {
        if (!finished.containsKey(key)) {
          dropped.add(key);
        }
      }
    };
  }
}
