package dev.millrace.aws.dynamodb;

import dev.millrace.core.DagName;
import dev.millrace.engine.store.DagVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The versions of DAGs that were asked for last: they never change, and every start of a run asks
/// for one. Safe for any number of threads.
final class VersionCache {
  /// Characters of all documents together.
  private static final int CHARACTERS_MAX = 8 << 20;

  private final Map<Key, DagVersion> versions = new LinkedHashMap<>(16, 0.75f, true);
  private long characters;

  private record Key(DagName dag, int version) {}

  synchronized Optional<DagVersion> get(DagName dag, int version) {
    return Optional.ofNullable(versions.get(new Key(dag, version)));
  }

  /// Keeps a version, and gives it back.
  synchronized DagVersion keep(DagVersion version) {
    var before = versions.put(new Key(version.dag(), version.version()), version);
    characters += version.document().length() - (before == null ? 0 : before.document().length());
    var oldest = versions.values().iterator();
    while (characters > CHARACTERS_MAX && oldest.hasNext()) {
      characters -= oldest.next().document().length();
      oldest.remove();
    }
    return version;
  }
}
