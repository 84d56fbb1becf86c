package dev.millrace.engine.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.definition.Problem;
import dev.millrace.engine.Clock;
import dev.millrace.engine.secret.Secret;
import dev.millrace.engine.secret.SecretReference;
import dev.millrace.engine.secret.Secrets;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.text.InstantText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The connections of a host: keeps their documents, and gives them with their secrets to attempts.
/// Safe for any number of threads.
public final class Connections {
  /// How old a connection may be that an attempt gets. A change is seen so much later, but at once
  /// where it was made.
  public static final Duration CACHED_FOR = Duration.ofSeconds(5);

  /// Largest document, in bytes of UTF-8.
  public static final int DOCUMENT_MAX_BYTES = 64 * 1024;

  /// Most connections kept in memory; a host with more begins anew.
  private static final int KEPT_MAX = 1_000;

  /// Each lost try means that somebody else has put the same connection in between.
  private static final int PUTS_MAX = 20;

  private static final String DOCUMENT = "document";
  private static final String UPDATED_AT = "updatedAt";

  private final EntryStore entries;
  private final Secrets secrets;
  private final Clock clock;
  private final Map<ConnectionName, Kept> kept = new ConcurrentHashMap<>();

  private record Kept(Connection connection, Instant readAt) {}

  /// Connections over a host's entries and secrets.
  public Connections(EntryStore entries, Secrets secrets, Clock clock) {
    this.entries = entries;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// A connection as it is stored.
  ///
  /// @param document as it was put
  /// @param connection empty when this version no longer reads the document
  public record Stored(
      ConnectionName name, String document, Instant updatedAt, Optional<Connection> connection) {}

  /// What became of a document.
  public sealed interface Putting {
    /// It is stored; there was none of that name.
    record Added(ConnectionName name) implements Putting {}

    /// It is stored in the place of another.
    record Changed(ConnectionName name) implements Putting {}

    /// It stands there already.
    record Unchanged(ConnectionName name) implements Putting {}

    /// It is wrong; nothing was stored.
    record Refused(List<Problem> problems) implements Putting {
      /// Copies the list.
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  /// Stores a document.
  ///
  /// @param expected the name that the connection must have; empty: whatever it says
  /// @param file the name that problems show
  public Putting put(Optional<ConnectionName> expected, String file, String document) {
    return switch (ConnectionReader.read(file, document)) {
      case ConnectionReader.Reading.Refused(var problems) -> new Putting.Refused(problems);
      case ConnectionReader.Reading.Accepted(var connection) -> {
        var name = connection.name();
        if (expected.isPresent() && !expected.get().equals(name)) {
          yield refused(
              file,
              "/connection",
              "the document is of connection %s, the request of %s."
                  .formatted(name, expected.get()),
              "Use the same name in both.");
        }
        if (document.getBytes(StandardCharsets.UTF_8).length > DOCUMENT_MAX_BYTES) {
          yield refused(
              file,
              "",
              "a connection has at most %,d bytes.".formatted(DOCUMENT_MAX_BYTES),
              "Shorten its comments.");
        }
        yield put(name, document);
      }
    };
  }

  private static Putting refused(String file, String path, String what, String mend) {
    return new Putting.Refused(List.of(new Problem(file, 1, 1, path, what, mend)));
  }

  private Putting put(ConnectionName name, String document) {
    var value =
        JsonNodeFactory.instance
            .objectNode()
            .put(DOCUMENT, document)
            .put(UPDATED_AT, InstantText.of(clock.now()));
    var standing = entries.get(key(name));
    for (var tries = 0; tries < PUTS_MAX; tries++) {
      if (standing.isPresent() && documentOf(standing.get()).equals(document)) {
        return new Putting.Unchanged(name);
      }
      var revision = standing.map(Entry::revision).orElse(EntryStore.NONE);
      switch (entries.put(key(name), revision, value, Optional.empty())) {
        case EntryStore.Putting.Stored _ -> {
          kept.remove(name);
          return standing.isPresent() ? new Putting.Changed(name) : new Putting.Added(name);
        }
        case EntryStore.Putting.Refused(var other) -> standing = other;
      }
    }
    throw new IllegalStateException("connection " + name + " is put by many at the same time");
  }

  /// Removes a connection. Tasks that name it fail from then on.
  ///
  /// @return false when there is none
  public boolean remove(ConnectionName name) {
    kept.remove(name);
    for (var tries = 0; tries < PUTS_MAX; tries++) {
      var standing = entries.get(key(name));
      if (standing.isEmpty()) {
        return tries > 0;
      }
      if (entries.remove(key(name), standing.get().revision())) {
        return true;
      }
    }
    throw new IllegalStateException("connection " + name + " is put by many at the same time");
  }

  /// A connection as it stands now.
  public Optional<Stored> find(ConnectionName name) {
    return entries.get(key(name)).map(Connections::stored);
  }

  /// All connections, by name.
  public List<Stored> list() {
    var all = new ArrayList<Stored>();
    var after = Optional.<String>empty();
    while (true) {
      var page = entries.list(EntryKind.CONNECTION, EntryKey.ALL, after, EntryStore.LISTED_MAX);
      page.forEach(entry -> all.add(stored(entry)));
      if (page.size() < EntryStore.LISTED_MAX) {
        return all;
      }
      after = Optional.of(page.getLast().key().name());
    }
  }

  /// A connection for an attempt, at most [#CACHED_FOR] old, with its secrets.
  public Connecting connect(ConnectionName name) {
    var now = clock.now();
    var known = kept.get(name);
    if (known != null && now.isBefore(known.readAt().plus(CACHED_FOR))) {
      return resolved(known.connection());
    }
    var found = find(name);
    if (found.isEmpty()) {
      kept.remove(name);
      return new Connecting.Failed(
          ConnectionErrors.NOT_FOUND,
          ("there is no connection %s on this host. Put one with `millrace push` or"
                  + " PUT /connections/%s, or correct the name.")
              .formatted(name, name));
    }
    if (found.get().connection().isEmpty()) {
      return new Connecting.Failed(
          ConnectionErrors.UNUSABLE,
          "this version does not read the document of connection %s. Put it anew: the answer says"
                  .formatted(name)
              + " what is wrong with it.");
    }
    var connection = found.get().connection().get();
    if (kept.size() >= KEPT_MAX) {
      kept.clear();
    }
    kept.put(name, new Kept(connection, now));
    return resolved(connection);
  }

  private Connecting resolved(Connection connection) {
    var values = new HashMap<SecretReference, Secret>();
    for (var reference : connection.references()) {
      switch (secrets.read(reference)) {
        case Secrets.Reading.Found(var secret) -> values.put(reference, secret);
        case Secrets.Reading.Failed(var error, var cause) -> {
          return new Connecting.Failed(
              error, "connection %s: %s".formatted(connection.name(), cause));
        }
      }
    }
    return new Connecting.Connected(connection, values);
  }

  private static Stored stored(Entry entry) {
    var name = new ConnectionName(entry.key().name());
    var document = documentOf(entry);
    var connection =
        switch (ConnectionReader.read(name.text(), document)) {
          case ConnectionReader.Reading.Accepted(var read) -> Optional.of(read);
          case ConnectionReader.Reading.Refused _ -> Optional.<Connection>empty();
        };
    return new Stored(
        name, document, Instant.parse(entry.value().path(UPDATED_AT).asText()), connection);
  }

  private static String documentOf(Entry entry) {
    JsonNode value = entry.value();
    return value.path(DOCUMENT).asText();
  }

  private static EntryKey key(ConnectionName name) {
    return new EntryKey(EntryKind.CONNECTION, EntryKey.ALL, name.text());
  }
}
