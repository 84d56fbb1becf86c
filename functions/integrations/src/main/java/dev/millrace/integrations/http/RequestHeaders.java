package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.connection.HeaderRules;
import dev.millrace.integrations.arguments.Fields;
import java.util.ArrayList;
import java.util.List;

/// Reads the headers that a task gives its request.
record RequestHeaders(Fields fields) {
  /// Most headers of a task.
  static final int COUNT_MAX = 100;

  /// The headers in the order of the document; null leaves one out.
  List<Parameter> read() {
    var below = fields.fields("headers", "Write headers: {accept: application/json}.");
    if (below.isEmpty()) {
      return List.of();
    }
    var headers = new ArrayList<Parameter>();
    for (var name : below.get().keys()) {
      if (nameWillDo(below.get(), name) && !below.get().raw(name).isNull()) {
        below
            .get()
            .value(name)
            .filter(value -> valueWillDo(below.get(), name, value))
            .ifPresent(value -> headers.add(new Parameter(name, Parameters.text(value).strip())));
      }
    }
    if (headers.size() > COUNT_MAX) {
      fields.at(
          "headers",
          "\"headers\" has %,d headers; at most %,d are sent.".formatted(headers.size(), COUNT_MAX),
          "Take some out.");
    }
    return headers;
  }

  private static boolean nameWillDo(Fields headers, String name) {
    if (!HeaderRules.isName(name)) {
      headers.at(
          name,
          "\"" + name + "\" is not the name of a header.",
          "Use letters, digits and hyphens.");
      return false;
    }
    if (HeaderRules.isReserved(name)) {
      headers.at(name, "the header \"" + name + "\" is set by Millrace.", "Take it out.");
      return false;
    }
    return true;
  }

  private static boolean valueWillDo(Fields headers, String name, JsonNode value) {
    if (!Parameters.isScalar(value)) {
      headers.wrong(name, "a text, a number, true or false", "Take one value of it.");
      return false;
    }
    var text = Parameters.text(value);
    if (!HeaderRules.isValue(text)) {
      // Not shown: it may well be a credential.
      headers.at(
          name,
          "the value of the header \"%s\" must be at most %,d visible ASCII characters on one line."
              .formatted(name, HeaderRules.VALUE_MAX),
          "Percent-encode or shorten it.");
      return false;
    }
    return true;
  }
}
