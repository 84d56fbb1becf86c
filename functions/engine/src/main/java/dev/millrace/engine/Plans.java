package dev.millrace.engine;

import dev.millrace.core.DagName;
import dev.millrace.definition.DagReader;
import dev.millrace.definition.Definition;
import dev.millrace.definition.Reading;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.DagVersion;
import dev.millrace.engine.store.RunRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/// Compiles stored DAG versions and keeps those used last. A version never changes, so nothing is
/// ever stale. Safe for any number of threads.
public final class Plans {
  /// Tasks, over all plans kept, beyond which the plan that was not used for longest goes.
  static final int TASKS_KEPT = 200_000;

  private final DagStore dags;
  private final DagReader reader;
  private final Map<Key, Definition> kept = new LinkedHashMap<>(16, 0.75f, true);
  private int tasksKept;

  private record Key(DagName dag, int version) {}

  /// @param reader reads stored documents with the task kinds of this host
  public Plans(DagStore dags, DagReader reader) {
    this.dags = dags;
    this.reader = reader;
  }

  /// The reader for documents that are not stored yet.
  public DagReader reader() {
    return reader;
  }

  /// The definition that a run executes.
  ///
  /// @throws IllegalStateException when this code makes another plan of the document than the run
  ///     was started with: going on would read its states wrongly
  public Definition of(RunRecord record) {
    var definition = of(record.dag(), record.version());
    if (!definition.plan().digest().equals(record.digest())) {
      throw new IllegalStateException(
          "run %s was started with plan %s of version %d, this worker has %s"
              .formatted(
                  record.run(), record.digest(), record.version(), definition.plan().digest()));
    }
    return definition;
  }

  /// The definition of a stored version.
  ///
  /// @throws IllegalStateException when there is no such version, or this code cannot read it
  public Definition of(DagName dag, int version) {
    var key = new Key(dag, version);
    synchronized (kept) {
      var definition = kept.get(key);
      if (definition != null) {
        return definition;
      }
    }
    var stored =
        dags.version(dag, version)
            .orElseThrow(
                () -> new IllegalStateException("no version " + version + " of DAG " + dag));
    var definition = compile(stored);
    keep(key, definition);
    return definition;
  }

  /// Keeps a definition that was just stored, so that its first run need not compile it again.
  public void keep(DagName dag, int version, Definition definition) {
    keep(new Key(dag, version), definition);
  }

  private void keep(Key key, Definition definition) {
    synchronized (kept) {
      if (kept.put(key, definition) == null) {
        tasksKept += definition.plan().size();
      }
      var oldest = kept.entrySet().iterator();
      while (tasksKept > TASKS_KEPT && kept.size() > 1) {
        tasksKept -= oldest.next().getValue().plan().size();
        oldest.remove();
      }
    }
  }

  private Definition compile(DagVersion stored) {
    var file = stored.dag() + " version " + stored.version();
    return switch (reader.read(file, stored.document())) {
      case Reading.Accepted(var definition) -> definition;
      case Reading.Refused(var problems) ->
          throw new IllegalStateException(
              "the stored document of " + file + " is no longer read: " + problems.getFirst());
    };
  }
}
