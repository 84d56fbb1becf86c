package dev.millrace.engine.store;

import java.io.InputStream;

/// Holds payloads that are too large for their items: JSON that is written and read whole, and
/// bytes of any kind that are uploaded and opened as a stream. A key is written once with the same
/// content, so a repeated write does no harm. All that begins with `run/<run id>/` goes with its
/// run.
public interface PayloadStore {
  /// Writes a payload; durable when this returns. What stands under the key already stays.
  ///
  /// @param key `run/<run id>/…`
  /// @param json UTF-8 JSON text, at most 50 MB
  void put(String key, byte[] json);

  /// Reads a payload.
  ///
  /// @throws IllegalStateException when there is none: it was removed with its run
  byte[] get(String key);

  /// Begins to write bytes of any kind and number. A finished upload of the same key is replaced.
  ///
  /// @param key `run/<run id>/…`
  Upload upload(String key);

  /// Reads what was uploaded, from its beginning and part by part.
  ///
  /// @throws IllegalStateException when there is none: it was never finished, or removed with its
  ///     run
  InputStream open(String key);
}
