package dev.millrace.testkit.sim;

/// What must occur in simulated worlds, beside faults, events and ends.
enum Feature {
  /// Nobody sweeps: what a wrong order of steps breaks stays broken.
  WORLD_WITHOUT_RECONCILE,
  WORLD_WITH_RECONCILE,
  /// An assignment of several attempts is taken.
  GROUP,
  /// An assignment of the lane for long actions is taken.
  LONG_LANE,
  /// Several messages of results are applied together.
  RESULTS_TOGETHER,
  /// A mapped task has more instances than one assignment holds.
  MAP_OF_SEVERAL_GROUPS,
  /// A mapped task has more items than one run may have instances.
  MAP_IN_CHUNKS,
  /// The run of a chunk is opened again by a redrive of the run around it.
  CHUNK_OPENED_AGAIN,
  /// As many are at work as the run's limit allows.
  LIMIT_REACHED,
  /// A later attempt starts.
  RETRY,
  /// An attempt parks.
  PARKED,
  /// A parked attempt is resumed by its timer.
  RESUMED,
  /// An output stands beside its record.
  LARGE_OUTPUT,
  CALLBACK_ACCEPTED,
  CALLBACK_EXPIRED,
  /// Another answer was accepted before.
  CALLBACK_CONTRADICTED,
  CALLBACK_FORGED,
  HEARTBEAT_ACCEPTED,
  /// A sign of life that comes after the attempt has ended.
  HEARTBEAT_EXPIRED,
  TIMEOUT_AT_WORK,
  TIMEOUT_PARKED,
  HEARTBEAT_TIMEOUT,
  WORKER_LOST,
  UNDELIVERABLE,
  ACTION_CRASHED,
  CANCELLED_PARKED,
  RUN_SUCCEEDED,
  RUN_FAILED,
  RUN_TIMED_OUT,
  RUN_CANCELLED,
  RUN_FAILED_FAST,
  /// A task for cleanup starts after the stop.
  CLEANUP_AFTER_STOP,
  REDRIVE_OF_FAILED,
  REDRIVE_OF_NAMED,
  REDRIVE_OF_INSTANCES,
  /// With a later version of the DAG.
  REDRIVE_WITH_LATEST,
  /// A run that a task has started ends by itself.
  CHILD_SUCCEEDED,
  CHILD_FAILED,
  /// It is cancelled, because the attempt that waits for it is over.
  CHILD_CANCELLED,
  /// A group of tasks within a task is such a run.
  CHILD_OF_GROUP,
  /// Somebody is told to cancel what a parked attempt left outside.
  CANCEL_TAKEN,
  DEAD_CANCEL,
  DEAD_ASSIGNMENT,
  DEAD_WAKE,
  DEAD_RESULT
}
