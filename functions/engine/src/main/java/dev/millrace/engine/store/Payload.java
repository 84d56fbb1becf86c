package dev.millrace.engine.store;

import com.fasterxml.jackson.databind.JsonNode;

/// A JSON value that a task, a run or a caller gave: inline in its item, or in the payload store
/// when it is large. The nodes are never changed once they are here.
public sealed interface Payload {
  /// A value small enough to stand in its item.
  record Inline(JsonNode json) implements Payload {}

  /// A value in the payload store.
  ///
  /// @param key its key there
  /// @param sizeBytes its length as UTF-8 JSON text
  record Reference(String key, long sizeBytes) implements Payload {}
}
