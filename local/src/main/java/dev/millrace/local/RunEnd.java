package dev.millrace.local;

import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.local.changes.RunWatch;
import dev.millrace.local.changes.RunWatch.News;
import java.time.Duration;
import java.util.Optional;

/// Waits for the end of a run.
final class RunEnd {
  private RunEnd() {}

  static Optional<RunRecord> await(RunWatch watch, RunStore runs, Duration atMost)
      throws InterruptedException {
    var end = System.nanoTime() + atMost.toNanos();
    // Read after the watch began, so that an end between the two is not missed.
    var record = runs.load(watch.run());
    while (record.isPresent() && !record.get().state().status().hasEnded()) {
      var left = Duration.ofNanos(end - System.nanoTime());
      // Only the end is of interest: all changes before it may gather.
      switch (watch.await(left, left)) {
        case News.Changed(var latest, _) -> record = latest.or(() -> runs.load(watch.run()));
        case News.Removed _, News.Closing _, News.Nothing _ -> {
          return Optional.empty();
        }
      }
    }
    return record;
  }
}
