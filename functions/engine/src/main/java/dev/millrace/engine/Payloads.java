package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import dev.millrace.core.Attempt;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.engine.store.ContentDigest;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.PayloadStore;
import dev.millrace.engine.text.JsonText;

/// Decides whether a value stands inline or in the payload store, and reads it from either.
public final class Payloads {
  /// A longer value goes to the payload store: a DynamoDB write costs by the KB, an S3 put as much
  /// as 8 KB of it.
  public static final int INLINE_MAX_BYTES = 32 * 1024;

  /// The largest payload.
  public static final int PAYLOAD_MAX_BYTES = 50 * 1024 * 1024;

  /// The largest input of a run.
  public static final int INPUT_MAX_BYTES = 5 * 1024 * 1024;

  private final PayloadStore store;

  /// @param store holds what is large
  public Payloads(PayloadStore store) {
    this.store = store;
  }

  /// What became of a value.
  public sealed interface Keeping {
    /// It can be recorded.
    record Kept(Payload payload) implements Keeping {}

    /// It is larger than a payload may be.
    record TooLarge(long sizeBytes) implements Keeping {}
  }

  /// Makes a payload of a value; one that is spilled is durable when this returns.
  ///
  /// @param name what it is; values that differ have keys that differ, whatever they are called
  public Keeping keep(RunId run, String name, JsonNode json) {
    return keepAt("run/" + run + "/" + name, json);
  }

  /// The same for what an attempt gives.
  Keeping keep(RunId run, TaskName task, Attempt attempt, JsonNode json) {
    return keepAt(key(run, task, attempt), json);
  }

  /// Where the payloads of an attempt stand; with more behind it, what else it stores.
  static String key(RunId run, TaskName task, Attempt attempt) {
    var index = Recorded.indexOf(attempt.work());
    return "run/%s/%s%s-attempt-%d"
        .formatted(run, task, index.isPresent() ? "-" + index.getAsInt() : "", attempt.number());
  }

  private Keeping keepAt(String key, JsonNode json) {
    if (isSmall(json)) {
      return new Keeping.Kept(new Payload.Inline(json));
    }
    var bytes = JsonText.writeUtf8(json);
    if (bytes.length <= INLINE_MAX_BYTES) {
      return new Keeping.Kept(new Payload.Inline(json));
    }
    if (bytes.length > PAYLOAD_MAX_BYTES) {
      return new Keeping.TooLarge(bytes.length);
    }
    return new Keeping.Kept(spilled(key, bytes));
  }

  /// Puts a value into the store even if it is small, for an item that must stay so.
  Payload keepApart(RunId run, String name, JsonNode json) {
    return spilled("run/" + run + "/" + name, JsonText.writeUtf8(json));
  }

  private Payload spilled(String key, byte[] bytes) {
    // Of two that meet under one name, or of one that was never recorded and the one after it,
    // each keeps its own: which of them counts is known only when an item refers to it.
    var own = key + "-" + ContentDigest.of(bytes);
    store.put(own, bytes);
    return new Payload.Reference(own, bytes.length);
  }

  /// The value of a payload.
  public JsonNode read(Payload payload) {
    return switch (payload) {
      case Payload.Inline(var json) -> json;
      case Payload.Reference(var key, _) -> JsonText.readUtf8(store.get(key));
    };
  }

  /// The length of a payload as UTF-8 JSON text.
  static long sizeBytes(Payload payload) {
    return switch (payload) {
      case Payload.Inline(var json) -> sizeBytes(json);
      case Payload.Reference(_, var bytes) -> bytes;
    };
  }

  /// The length of a value as UTF-8 JSON text.
  public static int sizeBytes(JsonNode json) {
    return JsonText.writeUtf8(json).length;
  }

  /// Spares short values the writing that only tells their length.
  private static boolean isSmall(JsonNode json) {
    return json instanceof NullNode
        || (json instanceof ValueNode && json.asText().length() < INLINE_MAX_BYTES / 8)
        || (json.isContainerNode() && json.isEmpty());
  }
}
