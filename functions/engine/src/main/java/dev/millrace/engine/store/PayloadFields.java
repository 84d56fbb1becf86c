package dev.millrace.engine.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.engine.text.JsonText;
import java.io.IOException;

/// A payload as a field of a JSON object: the value itself under the name, or where it is under
/// the name and `Ref`.
final class PayloadFields {
  private PayloadFields() {}

  static void write(JsonGenerator json, String name, Payload payload) throws IOException {
    switch (payload) {
      case Payload.Inline(var value) -> {
        json.writeFieldName(name);
        JsonText.write(json, value);
      }
      case Payload.Reference(var key, var sizeBytes) -> {
        json.writeObjectFieldStart(name + "Ref");
        json.writeStringField("key", key);
        json.writeNumberField("sizeBytes", sizeBytes);
        json.writeEndObject();
      }
    }
  }

  /// Reads the value under the name.
  static Payload inline(JsonParser json) throws IOException {
    return new Payload.Inline(JsonText.readValue(json));
  }

  /// Reads what stands under the name and `Ref`.
  static Payload reference(JsonParser json) throws IOException {
    var key = "";
    var sizeBytes = 0L;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "key" -> key = json.getText();
        case "sizeBytes" -> sizeBytes = json.getLongValue();
        default -> json.skipChildren();
      }
    }
    return new Payload.Reference(key, sizeBytes);
  }
}
