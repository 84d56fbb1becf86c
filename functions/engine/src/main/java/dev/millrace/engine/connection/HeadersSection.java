package dev.millrace.engine.connection;

import dev.millrace.definition.Findings;
import dev.millrace.definition.Section;
import dev.millrace.definition.document.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads the headers of a connection.
final class HeadersSection {
  /// Most headers of a connection.
  static final int COUNT_MAX = 50;

  /// Headers that hold nothing but credentials: their values are never written into a document.
  private static final Set<String> SECRET =
      Set.of(
          "authorization",
          "proxy-authorization",
          "cookie",
          "api-key",
          "apikey",
          "x-api-key",
          "x-auth-token",
          "x-access-token");

  private HeadersSection() {}

  static List<Connection.Header> read(Section connection) {
    var section = connection.section("headers", "Write headers: {accept: application/json}.");
    if (section.isEmpty()) {
      return List.of();
    }
    var findings = connection.findings();
    var headers = new ArrayList<Connection.Header>();
    for (var entry : section.get().mapping().entries()) {
      var name = entry.key().text();
      if (nameWillDo(entry.key(), findings)) {
        value(section.get(), name, entry.value())
            .ifPresent(value -> headers.add(new Connection.Header(name, value)));
      }
    }
    if (headers.size() > COUNT_MAX) {
      findings.at(
          section.get().mapping(),
          "the connection has %d headers; at most %d are sent."
              .formatted(headers.size(), COUNT_MAX),
          "Take some out.");
    }
    return headers;
  }

  /// Whether a key can be a header's name; if not it is noted.
  static boolean nameWillDo(Node.Key key, Findings findings) {
    if (!HeaderRules.isName(key.text())) {
      findings.at(
          key, "\"" + key + "\" is not the name of a header.", "Use letters, digits and hyphens.");
      return false;
    }
    if (HeaderRules.isReserved(key.text())) {
      findings.at(key, "the header \"" + key + "\" is set by Millrace.", "Take it out.");
      return false;
    }
    return true;
  }

  private static Optional<Given> value(Section headers, String name, Node node) {
    var secrets = new SecretFields(headers);
    if (SECRET.contains(name.toLowerCase(Locale.ROOT))) {
      return secrets.reference(name).map(Given.Kept::new);
    }
    var given = secrets.given(name);
    if (given.isPresent()
        && given.get() instanceof Given.Written(var text)
        && !HeaderRules.isValue(text)) {
      headers
          .findings()
          .at(
              node,
              headers.called(name)
                  + " must be at most %,d visible ASCII characters on one line."
                      .formatted(HeaderRules.VALUE_MAX),
              "Percent-encode or shorten it.");
      return Optional.empty();
    }
    return given;
  }
}
