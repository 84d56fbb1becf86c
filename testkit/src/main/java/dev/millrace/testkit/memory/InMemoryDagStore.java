package dev.millrace.testkit.memory;

import dev.millrace.core.DagName;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.DagVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Holds DAGs in memory.
public final class InMemoryDagStore implements DagStore {
  private final SortedMap<DagName, List<DagVersion>> versions = new TreeMap<>();
  private final SortedMap<DagName, DagVersion> latest = new TreeMap<>();

  @Override
  public synchronized Putting put(DagName dag, String document, String digest, Instant now) {
    var before = Optional.ofNullable(latest.get(dag));
    if (before.isPresent() && before.get().digest().equals(digest)) {
      return new Putting.Unchanged(before.get().version());
    }
    var all = versions.computeIfAbsent(dag, _ -> new ArrayList<>());
    var next = new DagVersion(dag, all.size() + 1, document, digest, now);
    all.add(next);
    latest.put(dag, next);
    return new Putting.Added(next.version());
  }

  @Override
  public synchronized Optional<DagVersion> latest(DagName dag) {
    return Optional.ofNullable(latest.get(dag));
  }

  @Override
  public synchronized Optional<DagVersion> version(DagName dag, int version) {
    return Optional.ofNullable(versions.get(dag))
        .filter(all -> version >= 1 && version <= all.size())
        .map(all -> all.get(version - 1));
  }

  @Override
  public synchronized List<DagVersion> list() {
    return List.copyOf(latest.values());
  }

  @Override
  public synchronized boolean remove(DagName dag) {
    return latest.remove(dag) != null;
  }
}
