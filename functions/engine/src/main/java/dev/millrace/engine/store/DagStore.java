package dev.millrace.engine.store;

import dev.millrace.core.DagName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Holds DAGs and their versions.
public interface DagStore {
  /// What became of a put.
  sealed interface Putting {
    /// The number of the version that now is the latest.
    int version();

    /// A new version was stored.
    record Added(int version) implements Putting {}

    /// The latest version has the same digest already; nothing was stored.
    record Unchanged(int version) implements Putting {}
  }

  /// Stores a document as the DAG's next version, unless the latest has the same digest. Atomic:
  /// of two racing puts each gets a version of its own.
  Putting put(DagName dag, String document, String digest, Instant now);

  /// The latest version; empty when the DAG is unknown or was removed.
  Optional<DagVersion> latest(DagName dag);

  /// One version, also of a DAG that was removed, because open runs still need it.
  Optional<DagVersion> version(DagName dag, int version);

  /// The latest version of each DAG that was not removed, by name.
  List<DagVersion> list();

  /// Removes a DAG; its versions stay readable for open runs and numbers go on after them.
  ///
  /// @return whether there was one
  boolean remove(DagName dag);
}
