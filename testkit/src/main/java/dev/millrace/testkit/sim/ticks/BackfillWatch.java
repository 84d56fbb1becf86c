package dev.millrace.testkit.sim.ticks;

import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.engine.store.Admission;
import dev.millrace.engine.store.RunRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Checks each write of a run: that no more runs of a backfill, and of the DAG, are open than may
/// be, that none is created twice, and that none is opened again more than once.
final class BackfillWatch {
  private final int concurrency;
  private final int bound;
  private final TreeMap<RunId, RunRecord> runs = new TreeMap<>();
  private final Map<RunId, Integer> redrives = new HashMap<>();
  private Optional<String> violation = Optional.empty();

  /// @param concurrency open runs of the backfill at most
  /// @param bound open runs of the DAG at most; 0: any number
  BackfillWatch(int concurrency, int bound) {
    this.concurrency = concurrency;
    this.bound = bound;
  }

  void runWritten(RunRecord record, boolean isNew) {
    var before = runs.put(record.run(), record);
    require(!isNew || before == null, record.run() + " was created twice");
    if (before != null && before.state().epoch() != record.state().epoch()) {
      var times = redrives.merge(record.run(), 1, Integer::sum);
      require(times == 1, record.run() + " was opened again " + times + " times");
    }
    var open = runs.values().stream().filter(each -> !each.state().status().hasEnded()).toList();
    var running = open.stream().filter(each -> each.state().status() == RunStatus.RUNNING).count();
    require(bound == 0 || running <= bound, running + " runs are open, at most " + bound);
    var own = open.stream().filter(BackfillWatch::isOfBackfill).count();
    require(own <= concurrency, own + " runs of the backfill are open, at most " + concurrency);
  }

  static boolean isOfBackfill(RunRecord record) {
    return record.origin().admission().flatMap(Admission::backfill).isPresent();
  }

  void require(boolean holds, String what) {
    if (!holds && violation.isEmpty()) {
      violation = Optional.of(what);
    }
  }

  Optional<String> violation() {
    return violation;
  }

  Map<RunId, RunRecord> runs() {
    return runs;
  }

  Set<RunId> redriven() {
    return redrives.keySet();
  }
}
