package dev.millrace.testkit.reference;

import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import java.util.List;
import java.util.SequencedMap;

/// How a run ended.
///
/// @param tasks each task's end, in the order of the document
/// @param instances the ends of each mapped task that was expanded; of one that failed as a whole
///     those that its failure leaves open are not said ([InstanceEnd#OPEN])
public record Ends(
    RunStatus status,
    SequencedMap<TaskName, TaskState> tasks,
    SequencedMap<TaskName, List<InstanceEnd>> instances) {
  /// How an instance ended.
  public enum InstanceEnd {
    SUCCEEDED,
    FAILED,
    /// It had not ended by itself when its map failed: FAILED or CANCELLED.
    OPEN
  }
}
