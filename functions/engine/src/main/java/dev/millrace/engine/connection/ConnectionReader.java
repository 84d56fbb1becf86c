package dev.millrace.engine.connection;

import dev.millrace.definition.Durations;
import dev.millrace.definition.Findings;
import dev.millrace.definition.Problem;
import dev.millrace.definition.Section;
import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;
import dev.millrace.definition.document.Node;
import dev.millrace.engine.connection.Connection.RunHeaders;
import dev.millrace.engine.limit.Limits;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads connection documents: YAML or JSON becomes a [Connection], or all of its problems at once.
public final class ConnectionReader {
  /// The key that a connection document begins with.
  public static final String KEY = "connection";

  /// Most hosts that a connection may open.
  public static final int ALLOW_MAX = 50;

  static final List<String> KEYS =
      List.of(
          KEY,
          "baseUrl",
          "auth",
          "headers",
          "timeout",
          "runHeaders",
          "limits",
          "allow",
          "description");

  static final List<String> LIMITS_KEYS = List.of("perSecond", "concurrent");

  private static final String BASE_URL_MEND = "Write baseUrl: \"https://shop.example/api\".";

  /// A name or an IP address, as it stands in addresses.
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}");

  private final Section section;
  private final Findings findings;

  private ConnectionReader(Section section) {
    this.section = section;
    this.findings = section.findings();
  }

  /// What became of a document.
  public sealed interface Reading {
    /// It is right.
    record Accepted(Connection connection) implements Reading {}

    /// It is wrong.
    ///
    /// @param problems in the order of the document, never empty; none shows a value that may be
    ///     secret
    record Refused(List<Problem> problems) implements Reading {
      /// Copies the list.
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  /// Whether a document is meant as a connection: it has the key and is no DAG.
  public static boolean isMeantBy(byte[] document) {
    return isMeantBy(DocumentReader.read(document));
  }

  /// The same for a text.
  public static boolean isMeantBy(String document) {
    return isMeantBy(DocumentReader.read(document));
  }

  private static boolean isMeantBy(Document document) {
    return document instanceof Document.Read(Node.Mapping top, _)
        && top.get(KEY).isPresent()
        && top.get("dag").isEmpty();
  }

  /// Reads a text.
  ///
  /// @param file the name that problems show
  public static Reading read(String file, String text) {
    return read(file, DocumentReader.read(text));
  }

  /// Reads bytes, which must be UTF-8.
  public static Reading read(String file, byte[] bytes) {
    return read(file, DocumentReader.read(bytes));
  }

  private static Reading read(String file, Document document) {
    var findings = new Findings();
    var connection =
        switch (document) {
          case Document.Unreadable(var flaws) -> {
            findings.addAll(flaws);
            yield Optional.<Connection>empty();
          }
          case Document.Read(var root, var flaws) -> {
            findings.addAll(flaws);
            yield read(root, findings);
          }
        };
    return connection
        .<Reading>map(Reading.Accepted::new)
        .orElseGet(() -> new Reading.Refused(findings.problems(file)));
  }

  private static Optional<Connection> read(Node root, Findings findings) {
    if (!(root instanceof Node.Mapping mapping)) {
      findings.at(
          root,
          "a connection must be a mapping of keys to values, found " + root.inWords() + ".",
          "Begin with \"connection: NAME\" and \"baseUrl:\".");
      return Optional.empty();
    }
    return new ConnectionReader(new Section(mapping, "the connection", findings)).read();
  }

  private Optional<Connection> read() {
    section.refuseUnknownKeys(KEYS);
    var name = name();
    var _ = section.text("description");
    var baseUrl = baseUrl();
    var signIn = AuthSection.read(section);
    if (signIn.certificate().isPresent() && baseUrl.filter(ConnectionReader::isPlain).isPresent()) {
      findings.at(
          section.value("baseUrl").orElseThrow(),
          "a client certificate needs https, and baseUrl begins with http://.",
          "Write baseUrl with https://, or take mtls out of auth.");
    }
    var headers = HeadersSection.read(section);
    var timeout = section.duration("timeout", Durations.Zero.REFUSED);
    var runHeaders =
        section.flag("runHeaders").orElse(true) ? RunHeaders.SENT : RunHeaders.NOT_SENT;
    var limits = limits();
    var allow = allow();
    if (!findings.isEmpty() || name.isEmpty() || baseUrl.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Connection(
            name.get(),
            baseUrl.get(),
            signIn.auth(),
            signIn.certificate(),
            headers,
            timeout,
            runHeaders,
            limits,
            allow));
  }

  private Optional<ConnectionName> name() {
    var node = section.value(KEY);
    if (node.isEmpty()) {
      findings.at(
          section.mapping(),
          "the document does not name its connection.",
          "Begin it with \"connection: NAME\".");
      return Optional.empty();
    }
    var text = node.get() instanceof Node.Scalar scalar ? scalar.text() : Optional.<String>empty();
    if (text.filter(ConnectionName::isValid).isEmpty()) {
      findings.at(
          node.get(),
          node.get().inWords() + " cannot be the name of a connection.",
          "Use letters, digits, _ and -, beginning with a letter, at most 80.");
      return Optional.empty();
    }
    return text.map(ConnectionName::new);
  }

  private Optional<String> baseUrl() {
    if (section.value("baseUrl").isEmpty()) {
      findings.at(section.mapping(), "the connection has no baseUrl.", BASE_URL_MEND);
      return Optional.empty();
    }
    var text = section.text("baseUrl");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var wrong = PlaceRule.wrong(text.get(), PlaceRule.Query.REFUSED);
    if (wrong.isPresent()) {
      findings.at(
          section.value("baseUrl").orElseThrow(),
          "baseUrl of the connection must be " + wrong.get() + ".",
          BASE_URL_MEND);
      return Optional.empty();
    }
    return text.map(ConnectionReader::withoutSlash);
  }

  private static boolean isPlain(String address) {
    return address.toLowerCase(Locale.ROOT).startsWith("http:");
  }

  private static String withoutSlash(String address) {
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }

  private Limits limits() {
    var below = section.section("limits", "Write limits: {perSecond: 10, concurrent: 5}.");
    if (below.isEmpty()) {
      return Limits.NONE;
    }
    below.get().refuseUnknownKeys(LIMITS_KEYS);
    return new Limits(
        below.get().integer("perSecond", 1, Limits.MAX),
        below.get().integer("concurrent", 1, Limits.MAX));
  }

  private Set<String> allow() {
    var hosts = new LinkedHashSet<String>();
    for (var node : section.texts("allow", "Write allow: [orders.internal].")) {
      var host = node.text().orElse("");
      if (HOST.matcher(host).matches()) {
        hosts.add(host.toLowerCase(Locale.ROOT));
      } else {
        findings.at(
            node,
            "an item of allow must be a host's name or IP address, found " + node.inWords() + ".",
            "Write the host alone, without scheme, port and path.");
      }
    }
    if (hosts.size() > ALLOW_MAX) {
      findings.at(
          section.value("allow").orElseThrow(),
          "the connection opens %d hosts; at most %d are allowed."
              .formatted(hosts.size(), ALLOW_MAX),
          "Make several connections.");
    }
    return hosts;
  }
}
