package dev.millrace.engine;

import dev.millrace.core.DagName;
import dev.millrace.core.TaskName;
import dev.millrace.definition.DagReader;
import dev.millrace.definition.Definition;
import dev.millrace.definition.Reading;
import dev.millrace.definition.TaskDefinition;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.DagVersion;
import dev.millrace.engine.store.Origin;
import dev.millrace.engine.store.RunRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    var definition = of(record, record.version());
    if (!definition.plan().digest().equals(record.digest())) {
      throw new IllegalStateException(
          "run %s was started with plan %s of version %d, this worker has %s"
              .formatted(
                  record.run(), record.digest(), record.version(), definition.plan().digest()));
    }
    return definition;
  }

  /// What a run would execute of another version of its DAG.
  ///
  /// @throws IllegalStateException when there is no such version, group or map in it
  Definition of(RunRecord record, int version) {
    return of(record.dag(), version, record.origin());
  }

  /// What a run of an origin executes.
  Definition of(DagName dag, int version, Origin origin) {
    var whole = of(dag, version, origin.group());
    return origin
        .chunk()
        .map(chunk -> whole.chunkOf(origin.parent().orElseThrow().task(), chunk.tolerate()))
        .orElse(whole);
  }

  /// The definition of an inline group of a stored version.
  ///
  /// @param group the names of the tasks around it, from the outside in; empty: the DAG itself
  /// @throws IllegalStateException when there is no such version or group, or this code cannot read
  ///     it
  Definition of(DagName dag, int version, List<TaskName> group) {
    var definition = of(dag, version);
    for (var task : group) {
      definition =
          definition
              .task(task)
              .flatMap(TaskDefinition::group)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "no group %s in version %d of DAG %s".formatted(group, version, dag)));
    }
    return definition;
  }

  /// The definition of a stored version.
  ///
  /// @throws IllegalStateException when there is no such version, or this code cannot read it
  public Definition of(DagName dag, int version) {
    var known = known(new Key(dag, version));
    if (known.isPresent()) {
      return known.get();
    }
    var stored =
        dags.version(dag, version)
            .orElseThrow(
                () -> new IllegalStateException("no version " + version + " of DAG " + dag));
    return switch (read(stored)) {
      case Reading.Accepted(var definition) -> definition;
      case Reading.Refused(var problems) ->
          throw new IllegalStateException(
              "the stored document of %s is no longer read: %s"
                  .formatted(nameOf(stored), problems.getFirst()));
    };
  }

  /// The definition of a stored version; empty when this code no longer reads it.
  public Optional<Definition> find(DagVersion stored) {
    return known(new Key(stored.dag(), stored.version()))
        .or(
            () ->
                switch (read(stored)) {
                  case Reading.Accepted(var definition) -> Optional.of(definition);
                  case Reading.Refused _ -> Optional.empty();
                });
  }

  private Optional<Definition> known(Key key) {
    synchronized (kept) {
      return Optional.ofNullable(kept.get(key));
    }
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

  private Reading read(DagVersion stored) {
    var reading = reader.read(nameOf(stored), stored.document());
    if (reading instanceof Reading.Accepted(var definition)) {
      keep(new Key(stored.dag(), stored.version()), definition);
    }
    return reading;
  }

  private static String nameOf(DagVersion stored) {
    return stored.dag() + " version " + stored.version();
  }
}
