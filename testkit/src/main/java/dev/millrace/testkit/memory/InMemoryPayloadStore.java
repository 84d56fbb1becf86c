package dev.millrace.testkit.memory;

import dev.millrace.engine.store.PayloadStore;
import java.util.HashMap;
import java.util.Map;

/// Holds payloads in memory.
public final class InMemoryPayloadStore implements PayloadStore {
  private final Map<String, byte[]> payloads = new HashMap<>();

  @Override
  public synchronized void put(String key, byte[] json) {
    payloads.put(key, json.clone());
  }

  @Override
  public synchronized byte[] get(String key) {
    var json = payloads.get(key);
    if (json == null) {
      throw new IllegalStateException("no payload " + key);
    }
    return json.clone();
  }
}
