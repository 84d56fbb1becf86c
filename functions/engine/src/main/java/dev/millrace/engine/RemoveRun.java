package dev.millrace.engine;

import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.Work;
import dev.millrace.definition.Definition;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;

/// Removes runs that have ended, with all that belongs to them: also the runs of their groups.
public final class RemoveRun {
  /// Times that a run is settled because somebody else wrote it meanwhile.
  private static final int TRIES_MAX = 3;

  private final RunStore runs;
  private final Plans plans;
  private final CarryOut carryOut;
  private final Clock clock;

  RemoveRun(RunStore runs, Plans plans, CarryOut carryOut, Clock clock) {
    this.runs = runs;
    this.plans = plans;
    this.carryOut = carryOut;
    this.clock = clock;
  }

  /// What became of a request.
  public sealed interface Removal {
    /// The run is gone.
    record Removed() implements Removal {}

    /// It has not ended: nothing was removed.
    record StillOpen(RunStatus status) implements Removal {}

    /// There is no such run.
    record Unknown() implements Removal {}
  }

  /// Removes a run. What its end is still to be told to is told before: nobody could afterwards.
  /// The runs of its groups and chunks go first, so that after a crash the same request goes on.
  public Removal remove(RunId run, Invocation invocation) {
    return runs.load(run)
        .filter(record -> !isPartOfOutput(record))
        .map(record -> remove(record, new Turn("remove " + run, invocation)))
        .orElseGet(Removal.Unknown::new);
  }

  /// What a chunk gave is a part of what the run around it gave: it goes with that only.
  private boolean isPartOfOutput(RunRecord record) {
    return record.origin().chunk().isPresent()
        && record.origin().parent().flatMap(link -> runs.load(link.run())).isPresent();
  }

  private void removePart(RunId run, Turn turn) {
    runs.load(run).ifPresent(record -> remove(record, turn));
  }

  private Removal remove(RunRecord found, Turn turn) {
    if (!found.state().status().hasEnded()) {
      return new Removal.StillOpen(found.state().status());
    }
    var definition = plans.of(found);
    var record = found;
    for (var tried = 0; tried < TRIES_MAX && !record.state().isSettled(); tried++) {
      record = carryOut.settle(definition, record, turn, clock.now());
    }
    if (!record.state().isSettled()) {
      // Somebody has reopened it.
      return new Removal.StillOpen(record.state().status());
    }
    for (var task = 0; task < definition.plan().size(); task++) {
      var instances = record.state().maps().get(task);
      if (instances != null && instances.areChunks()) {
        for (var chunk = 0; chunk < instances.size(); chunk++) {
          var name = definition.plan().task(task).name();
          removePart(Chunks.runOf(record, name, instances, chunk), turn);
        }
      } else if (definition.task(task).group().isPresent()) {
        removeGroups(definition, record, task, turn);
      }
    }
    return runs.remove(record.run()) ? new Removal.Removed() : new Removal.Unknown();
  }

  private void removeGroups(Definition definition, RunRecord record, int task, Turn turn) {
    var instances = record.state().maps().get(task);
    if (instances == null) {
      removeJobs(definition, record, Work.of(task), turn);
      return;
    }
    for (var index = 0; index < instances.size(); index++) {
      removeJobs(definition, record, Work.of(task, index), turn);
    }
  }

  private void removeJobs(Definition definition, RunRecord record, Work work, Turn turn) {
    var name = definition.plan().task(work.task()).name();
    for (var job = 1; job <= record.state().attemptsOf(work); job++) {
      removePart(Children.groupRun(record, name, Recorded.indexOf(work), job), turn);
    }
  }
}
