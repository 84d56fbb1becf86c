package dev.millrace.handlers.metric;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.core.run.Custody;
import dev.millrace.engine.Clock;
import dev.millrace.engine.store.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What one call has seen and written of runs, as far as metrics need it. Every write follows a
/// read of the same call, so what it does not know it has not done.
final class CallTrace {
  private final Metrics metrics;
  private final Clock clock;

  /// When work became ready by a write of this call, or of the one that sent its assignment.
  private final TreeSet<Instant> ready = new TreeSet<>();

  private final Set<RunId> ended = new HashSet<>();
  private @Nullable AssignmentId claimed;

  CallTrace(Metrics metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  synchronized void begin() {
    ready.clear();
    ended.clear();
    claimed = null;
  }

  synchronized void claimed(AssignmentId assignment) {
    claimed = assignment;
  }

  /// RUN was read.
  synchronized void saw(RunRecord record) {
    if (record.state().status().hasEnded()) {
      ended.add(record.run());
    } else {
      ended.remove(record.run());
    }
    var assignment = claimed == null ? null : record.state().inFlight().get(claimed);
    if (assignment != null && assignment.custody() instanceof Custody.Sent(var at, _)) {
      ready.add(at);
      claimed = null;
    }
  }

  /// RUN was written.
  synchronized void wrote(RunRecord record) {
    ready.add(clock.now());
    switch (record.state().status()) {
      case QUEUED, RUNNING -> ended.remove(record.run());
      case SUCCEEDED -> end(record.run(), Metric.RUNS_SUCCEEDED);
      case FAILED -> end(record.run(), Metric.RUNS_FAILED);
      case TIMED_OUT -> end(record.run(), Metric.RUNS_TIMED_OUT);
      case CANCELLED -> end(record.run(), Metric.RUNS_CANCELLED);
    }
  }

  /// Writes that settle a run's affairs come after the one that ended it.
  private void end(RunId run, Metric metric) {
    if (ended.add(run)) {
      metrics.add(metric, 1);
    }
  }

  /// An action of this call started.
  synchronized void started(Instant at) {
    var since = ready.floor(at);
    if (since != null) {
      metrics.took(Metric.ADVANCE_TO_START, Duration.between(since, at));
    }
  }
}
