package dev.millrace.local.changes;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.engine.store.RunRecord;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Passes on what is written about runs to those who watch them. Costs a look into a map while
/// nobody watches. Safe for any number of threads.
public final class RunChanges implements AutoCloseable {
  private final ConcurrentHashMap<RunId, List<RunWatch>> watches = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /// Watches a run, whether it exists or not. Everything that is written from now on will be told;
  /// whoever needs what stands now reads it after this.
  public RunWatch watch(RunId run) {
    var watch = new RunWatch(run, this);
    watches.merge(
        run, List.of(watch), (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
    if (closed) {
      watch.hostCloses();
    }
    return watch;
  }

  void forget(RunWatch watch) {
    watches.computeIfPresent(
        watch.run(),
        (_, all) -> {
          var others = all.stream().filter(other -> other != watch).toList();
          return others.isEmpty() ? null : others;
        });
  }

  /// RUN was written.
  void written(RunRecord record) {
    tell(record.run(), watch -> watch.written(record));
  }

  /// An assignment of the run was taken: what was handed out is at work now.
  void taken(RunId run, AssignmentId assignment) {
    tell(run, watch -> watch.taken(assignment));
  }

  /// The run was removed.
  void removed(RunId run) {
    tell(run, RunWatch::removed);
  }

  private void tell(RunId run, Consumer<RunWatch> what) {
    var all = watches.get(run);
    if (all != null) {
      all.forEach(what);
    }
  }

  /// Runs that are watched.
  public int watched() {
    return watches.size();
  }

  /// Tells all who watch that nothing more will come.
  @Override
  public void close() {
    closed = true;
    watches.values().forEach(all -> all.forEach(RunWatch::hostCloses));
  }
}
