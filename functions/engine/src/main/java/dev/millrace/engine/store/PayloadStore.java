package dev.millrace.engine.store;

/// Holds payloads that are too large for their items. A key is written once with the same content,
/// so a repeated write does no harm.
public interface PayloadStore {
  /// Writes a payload; durable when this returns.
  ///
  /// @param key `run/<run id>/…`
  /// @param json UTF-8 JSON text, at most 50 MB
  void put(String key, byte[] json);

  /// Reads a payload.
  ///
  /// @throws IllegalStateException when there is none: it was removed with its run
  byte[] get(String key);
}
