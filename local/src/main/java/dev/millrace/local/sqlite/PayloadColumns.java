package dev.millrace.local.sqlite;

import dev.millrace.engine.store.Payload;
import dev.millrace.engine.text.JsonText;
import org.jspecify.annotations.Nullable;

/// A payload in two columns, one of them null: the JSON text itself, or where it is in `payloads`
/// as `size key`.
record PayloadColumns(@Nullable String json, @Nullable String ref) {
  static PayloadColumns of(Payload payload) {
    return switch (payload) {
      case Payload.Inline(var value) -> new PayloadColumns(JsonText.write(value), null);
      case Payload.Reference(var key, var sizeBytes) ->
          new PayloadColumns(null, sizeBytes + " " + key);
    };
  }

  Payload payload() {
    if (json != null) {
      return new Payload.Inline(JsonText.read(json));
    }
    if (ref == null) {
      throw new IllegalStateException("a payload that is neither here nor elsewhere");
    }
    var space = ref.indexOf(' ');
    return new Payload.Reference(ref.substring(space + 1), Long.parseLong(ref.substring(0, space)));
  }
}
