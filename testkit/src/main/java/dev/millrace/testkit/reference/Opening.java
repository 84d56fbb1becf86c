package dev.millrace.testkit.reference;

import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import java.util.List;
import java.util.Map;

/// With what a run is opened: nothing for a new one; for a redrive the ends that stay.
///
/// @param kept ends of the tasks that are not done again
/// @param keptInstances of mapped tasks that are done again, the instances that are not: by index
///     whether the instance's success stays
public record Opening(Map<TaskName, TaskState> kept, Map<TaskName, List<Boolean>> keptInstances) {
  /// A new run.
  public static final Opening NEW = new Opening(Map.of(), Map.of());

  /// Copies the maps.
  public Opening {
    kept = Map.copyOf(kept);
    keptInstances = Map.copyOf(keptInstances);
  }
}
