package dev.millrace.local.changes;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.engine.store.RunRecord;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Watches one run. Holds only the latest that was written, so a slow watcher misses what lay
/// between and costs no more than a quick one. For one waiting thread.
public final class RunWatch implements AutoCloseable {
  /// What became of waiting.
  public sealed interface News {
    /// The run stands so now, or something of it was taken up by a worker.
    ///
    /// @param record what was written last; empty: nothing since the watch began
    /// @param taken assignments that were claimed since the watch began, the latest at least
    record Changed(Optional<RunRecord> record, Set<AssignmentId> taken) implements News {
      /// Copies the set.
      public Changed {
        taken = Set.copyOf(taken);
      }
    }

    /// The run was removed.
    record Removed() implements News {}

    /// The host closes; nothing more will come.
    record Closing() implements News {}

    /// Nothing happened in that time.
    record Nothing() implements News {}
  }

  /// Claims that are kept before those of what is over are forgotten; a run has at most 256
  /// assignments in flight.
  private static final int TAKEN_MAX = 1_000;

  private final RunId run;
  private final RunChanges changes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition something = lock.newCondition();
  private final Set<AssignmentId> taken = new HashSet<>();
  private @Nullable RunRecord latest;
  private boolean changed;
  private boolean isPatient;
  private boolean removed;
  private boolean closing;

  RunWatch(RunId run, RunChanges changes) {
    this.run = run;
    this.changes = changes;
  }

  /// The run.
  public RunId run() {
    return run;
  }

  /// Waits for news.
  ///
  /// @param gap changes may wait so long for others to be told with them; an end, a removal or the
  ///     host's closing does not wait
  /// @param atMost waits no longer for a first change
  public News await(Duration gap, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      var left = atMost.toNanos();
      while (!changed && !removed && !closing && left > 0) {
        left = something.awaitNanos(left);
      }
      isPatient = true;
      left = gap.toNanos();
      while (changed && !presses() && left > 0) {
        left = something.awaitNanos(left);
      }
      return news();
    } finally {
      isPatient = false;
      lock.unlock();
    }
  }

  private News news() {
    if (changed) {
      // What was written before the host closes or the run is removed is still told.
      changed = false;
      return new News.Changed(Optional.ofNullable(latest), taken);
    }
    if (removed) {
      return new News.Removed();
    }
    return closing ? new News.Closing() : new News.Nothing();
  }

  private boolean presses() {
    return removed || closing || (latest != null && latest.state().status().hasEnded());
  }

  /// Spares a waiter who lets changes gather from being woken by each of them.
  private void signal() {
    if (!isPatient || presses()) {
      something.signalAll();
    }
  }

  /// Threads may come here in another order than they wrote: the later write counts.
  void written(RunRecord record) {
    lock.lock();
    try {
      if (latest == null || latest.state().seq() < record.state().seq()) {
        latest = record;
        changed = true;
        signal();
      }
    } finally {
      lock.unlock();
    }
  }

  void taken(AssignmentId assignment) {
    lock.lock();
    try {
      if (taken.size() >= TAKEN_MAX && latest != null) {
        taken.retainAll(latest.state().inFlight().keySet());
      }
      taken.add(assignment);
      changed = true;
      signal();
    } finally {
      lock.unlock();
    }
  }

  void removed() {
    lock.lock();
    try {
      removed = true;
      something.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void hostCloses() {
    lock.lock();
    try {
      closing = true;
      something.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Watches no longer.
  @Override
  public void close() {
    changes.forget(this);
  }
}
