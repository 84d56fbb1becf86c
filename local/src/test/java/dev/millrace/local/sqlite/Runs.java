package dev.millrace.local.sqlite;

import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.run.RunState;
import dev.millrace.core.run.TaskStates;
import dev.millrace.engine.store.RunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Small runs for tests of the storage.
final class Runs {
  private Runs() {}

  /// A run as it is created.
  static RunRecord record(String name, Instant startedAt) {
    var run = new RunId(name);
    return new RunRecord(
        run,
        run.dag(),
        3,
        "sha256:3c",
        Optional.empty(),
        Optional.empty(),
        new RunState(
            1,
            RunStatus.RUNNING,
            Optional.empty(),
            0,
            17,
            startedAt,
            startedAt.plusSeconds(3_600),
            Optional.empty(),
            TaskStates.parse("SSdw"),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            List.of(),
            Optional.empty()),
        Optional.empty(),
        startedAt.plusSeconds(120));
  }

  /// The next write of a run.
  static RunRecord next(RunRecord record) {
    return record.with(record.state().nextSeq(), record.nextCheck());
  }
}
