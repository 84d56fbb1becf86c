package dev.millrace.engine;

import dev.millrace.core.ErrorName;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;

/// Numbers the jobs that a task or instance starts outside. Attempts whose worker was lost share
/// the job of the attempt that follows them, so that it finds what they may have started; an
/// attempt that follows a result begins a new one.
final class Jobs {
  private static final Set<ErrorName> WITHOUT_RESULT =
      Set.of(ErrorName.WORKER_LOST, ErrorName.UNDELIVERABLE);

  private Jobs() {}

  /// The job of an attempt: the number of the first attempt since the last result. Of more than
  /// [TaskRecord#HISTORY_MAX] lost attempts in a row only so many are known.
  ///
  /// @param standing what is recorded of the task or instance
  static int of(int attempt, Optional<TaskRecord> standing) {
    var errors = new HashMap<Integer, ErrorName>();
    standing.ifPresent(
        record -> {
          record.history().forEach(earlier -> errors.put(earlier.attempt(), earlier.error()));
          if (record.content() instanceof Content.Failed(var error, _, _)) {
            errors.put(record.attempt(), error);
          }
        });
    var job = attempt;
    while (job > 1) {
      var before = errors.get(job - 1);
      if (before == null || !WITHOUT_RESULT.contains(before)) {
        break;
      }
      job--;
    }
    return job;
  }
}
