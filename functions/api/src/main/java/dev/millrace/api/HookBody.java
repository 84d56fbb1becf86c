package dev.millrace.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.api.HttpProblem.Kind;
import java.util.List;

/// What the bytes of a delivery mean: JSON its value, a form an object of its fields, text itself.
/// Only for what has proved where it comes from.
final class HookBody {
  private HookBody() {}

  /// @return a missing node when there are no bytes
  /// @throws RefusedException when they are not what they are said to be, or of no such kind
  static JsonNode read(List<String> types, byte[] bytes) {
    if (bytes.length == 0) {
      return MissingNode.getInstance();
    }
    var text =
        Percent.decodeUtf8(bytes)
            .orElseThrow(() -> new RefusedException(Kind.MALFORMED, "the body is not UTF-8"));
    // Some senders say nothing; JSON is what they send.
    var type = MediaType.of(types.isEmpty() ? "application/json" : types.getFirst());
    if (type.isJson()) {
      return SentValue.of(new Body(Body.Form.JSON, text)).json();
    }
    if (type.isForm()) {
      return form(text);
    }
    if (type.isPlainText()) {
      return TextNode.valueOf(text);
    }
    throw new RefusedException(
        Kind.MEDIA_TYPE,
        "webhooks send application/json, application/x-www-form-urlencoded or text/plain");
  }

  /// A field that stands several times becomes a list.
  private static JsonNode form(String text) {
    var form = JsonNodeFactory.instance.objectNode();
    FormBody.read(text).forEach(field -> add(form, field.name(), field.value()));
    return form;
  }

  private static void add(ObjectNode form, String name, String value) {
    switch (form.get(name)) {
      case null -> form.put(name, value);
      case ArrayNode several -> several.add(value);
      case JsonNode one -> form.putArray(name).add(one).add(value);
    }
  }
}
