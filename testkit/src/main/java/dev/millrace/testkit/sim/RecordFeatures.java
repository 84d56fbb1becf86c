package dev.millrace.testkit.sim;

import dev.millrace.core.ErrorName;
import dev.millrace.core.run.Redrive.Selection;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import dev.millrace.testkit.reference.Opening;
import org.jspecify.annotations.Nullable;

/// Tells by what is stored of a run which features its world has shown.
final class RecordFeatures {
  private final Coverage coverage;

  RecordFeatures(Coverage coverage) {
    this.coverage = coverage;
  }

  /// A record of an attempt was stored.
  ///
  /// @param before what stood there of the same attempt
  void recorded(TaskRecord record, @Nullable TaskRecord before) {
    var wasParked = before != null && before.content() instanceof Content.Parked;
    switch (record.content()) {
      case Content.Parked _ -> coverage.saw(Feature.PARKED);
      case Content.Succeeded(Payload.Reference _) -> coverage.saw(Feature.LARGE_OUTPUT);
      case Content.Succeeded(Payload.Inline _) -> {
        // Most are.
      }
      case Content.Failed(var error, _, _) -> failed(error, wasParked);
    }
  }

  private void failed(ErrorName error, boolean wasParked) {
    if (error.equals(ErrorName.TIMEOUT)) {
      coverage.saw(wasParked ? Feature.TIMEOUT_PARKED : Feature.TIMEOUT_AT_WORK);
    } else if (error.equals(ErrorName.HEARTBEAT_TIMEOUT)) {
      coverage.saw(Feature.HEARTBEAT_TIMEOUT);
    } else if (error.equals(ErrorName.WORKER_LOST)) {
      coverage.saw(Feature.WORKER_LOST);
    } else if (error.equals(ErrorName.UNDELIVERABLE)) {
      coverage.saw(Feature.UNDELIVERABLE);
    } else if (error.equals(ErrorName.ACTION_CRASHED)) {
      coverage.saw(Feature.ACTION_CRASHED);
    } else if (error.equals(ErrorName.CANCELLED) && wasParked) {
      coverage.saw(Feature.CANCELLED_PARKED);
    }
  }

  /// A run was opened again.
  void reopened(Selection selection, RunRecord before, RunRecord after, Opening opening) {
    coverage.saw(
        switch (selection) {
          case Selection.Failed _ -> Feature.REDRIVE_OF_FAILED;
          case Selection.FailedInstances _ -> Feature.CHUNK_OPENED_AGAIN;
          case Selection.Named _ -> Feature.REDRIVE_OF_NAMED;
        });
    if (before.version() != after.version()) {
      coverage.saw(Feature.REDRIVE_WITH_LATEST);
    }
    if (!opening.keptInstances().isEmpty()) {
      coverage.saw(Feature.REDRIVE_OF_INSTANCES);
    }
  }
}
