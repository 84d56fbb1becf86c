package dev.millrace.testkit.reference;

import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.run.Redrive.Selection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a redrive does again and what it keeps, by the words of the DAG language: the tasks that
/// were chosen and all behind them; of a mapped task whose items cannot have changed, only the
/// instances that did not succeed.
public final class Redone {
  private Redone() {}

  /// With what the run is opened again.
  ///
  /// @param before the plan under which the run ended
  /// @param after the plan under which it goes on
  /// @param ends how each task ended
  /// @param instances how the instances of each expanded map ended
  public static Opening opening(
      Plan before,
      Plan after,
      Selection selection,
      Map<TaskName, TaskState> ends,
      Map<TaskName, List<TaskState>> instances) {
    var chosen = chosen(after, selection, ends, instances);
    var again = new HashSet<>(chosen);
    var behind = new HashSet<TaskName>();
    var grows = true;
    while (grows) {
      grows = false;
      for (var task : after.tasks()) {
        if (task.needs().stream().anyMatch(again::contains)) {
          behind.add(task.name());
          grows |= again.add(task.name());
        }
      }
    }
    var kept = new HashMap<>(ends);
    kept.keySet().removeIf(task -> again.contains(task) || after.indexOf(task).isEmpty());
    return new Opening(kept, keptInstances(before, after, selection, again, behind, instances));
  }

  private static Set<TaskName> chosen(
      Plan after,
      Selection selection,
      Map<TaskName, TaskState> ends,
      Map<TaskName, List<TaskState>> instances) {
    var chosen = new HashSet<TaskName>();
    for (var task : after.tasks()) {
      var end = ends.get(task.name());
      var isChosen =
          end == null
              || switch (selection) {
                case Selection.Failed _ -> hasFailed(end);
                case Selection.FailedInstances _ ->
                    hasFailed(end)
                        || instances.getOrDefault(task.name(), List.of()).stream()
                            .anyMatch(each -> each != TaskState.SUCCEEDED);
                case Selection.Named(var names) -> names.contains(task.name());
              };
      if (isChosen) {
        chosen.add(task.name());
      }
    }
    return chosen;
  }

  private static boolean hasFailed(TaskState end) {
    return end == TaskState.FAILED
        || end == TaskState.CANCELLED
        || end == TaskState.UPSTREAM_FAILED;
  }

  private static Map<TaskName, List<Boolean>> keptInstances(
      Plan before,
      Plan after,
      Selection selection,
      Set<TaskName> again,
      Set<TaskName> behind,
      Map<TaskName, List<TaskState>> instances) {
    var kept = new HashMap<TaskName, List<Boolean>>();
    var sameItems =
        !(selection instanceof Selection.Named) && before.digest().equals(after.digest());
    if (sameItems) {
      instances.forEach(
          (task, ends) -> {
            if (again.contains(task) && !behind.contains(task)) {
              kept.put(task, ends.stream().map(end -> end == TaskState.SUCCEEDED).toList());
            }
          });
    }
    return kept;
  }
}
