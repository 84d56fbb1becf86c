package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.integrations.arguments.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the headers that a task gives its request.
record RequestHeaders(Fields fields) {
  /// Most headers of a task.
  static final int COUNT_MAX = 100;

  /// Longest value of a header; servers refuse longer ones.
  static final int VALUE_MAX = 8_192;

  /// What the client itself must say, or the connection would be misread (RFC 9110, 7.6.1).
  private static final Set<String> RESERVED =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /// Visible ASCII, blanks and tabs: a line break would begin another header.
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

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
    var lower = name.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches()) {
      headers.at(
          name,
          "\"" + name + "\" is not the name of a header.",
          "Use letters, digits and hyphens.");
      return false;
    }
    if (RESERVED.contains(lower) || lower.startsWith("millrace-")) {
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
    if (text.length() > VALUE_MAX || !VALUE.matcher(text).matches()) {
      // Not shown: it may well be a credential.
      headers.at(
          name,
          "the value of the header \"%s\" must be at most %,d visible ASCII characters on one line."
              .formatted(name, VALUE_MAX),
          "Percent-encode or shorten it.");
      return false;
    }
    return true;
  }
}
