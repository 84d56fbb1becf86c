package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/// The headers of an answer as JSON: texts by name in small letters. Several of a name are joined
/// by commas (RFC 9110, 5.3), but for `set-cookie`, whose values hold commas: it is always a list.
final class ResultHeaders {
  private static final String SET_COOKIE = "set-cookie";

  private ResultHeaders() {}

  static JsonNode of(List<Parameter> headers) {
    var json = JsonNodeFactory.instance.objectNode();
    for (var header : headers) {
      var name = header.name();
      if (name.equals(SET_COOKIE)) {
        json.withArrayProperty(name).add(header.value());
      } else if (json.has(name)) {
        json.put(name, json.get(name).textValue() + ", " + header.value());
      } else {
        json.put(name, header.value());
      }
    }
    return json;
  }
}
