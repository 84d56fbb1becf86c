package dev.millrace.testkit.sim;

import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.run.RunState;
import dev.millrace.testkit.reference.ContradictionException;
import dev.millrace.testkit.reference.Ends;
import dev.millrace.testkit.reference.Happened;
import dev.millrace.testkit.reference.Opening;
import dev.millrace.testkit.reference.Reference;
import dev.millrace.testkit.reference.StoppedRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares how a run ended with what the reference interpreter says.
final class EndsCheck {
  private EndsCheck() {}

  /// What does not agree; empty when all does.
  ///
  /// @param attempted tasks that ever had an attempt or instances, in earlier openings too
  static List<String> disagreements(
      Plan plan, Opening opening, Happened happened, RunState state, Set<TaskName> attempted) {
    if (state.stop().isPresent()) {
      var cause = state.stop().get();
      var found = new StoppedRun.Found(ends(plan, state), instances(plan, state), attempted);
      var wrong = new ArrayList<>(StoppedRun.contradictions(plan, opening, happened, cause, found));
      if (state.status() != cause.status()) {
        wrong.add("the run was stopped by " + cause + " and is " + state.status());
      }
      return wrong;
    }
    try {
      return differences(plan, Reference.ends(plan, opening, happened), state);
    } catch (ContradictionException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static List<String> differences(Plan plan, Ends expected, RunState state) {
    var wrong = new ArrayList<String>();
    if (expected.status() != state.status()) {
      wrong.add("the run is " + state.status() + ", reference " + expected.status());
    }
    var ends = ends(plan, state);
    expected
        .tasks()
        .forEach(
            (task, end) -> {
              if (ends.get(task) != end) {
                wrong.add("task " + task + " ended " + ends.get(task) + ", reference " + end);
              }
            });
    var instances = instances(plan, state);
    expected
        .instances()
        .forEach(
            (task, each) -> {
              var found = instances.getOrDefault(task, List.of());
              if (found.size() != each.size()) {
                wrong.add(task + " has " + found.size() + " instances, reference " + each.size());
                return;
              }
              for (var index = 0; index < each.size(); index++) {
                if (!agrees(each.get(index), found.get(index))) {
                  wrong.add(
                      "instance "
                          + index
                          + " of "
                          + task
                          + " ended "
                          + found.get(index)
                          + ", reference "
                          + each.get(index));
                }
              }
            });
    return wrong;
  }

  private static boolean agrees(Ends.InstanceEnd expected, TaskState found) {
    return switch (expected) {
      case SUCCEEDED -> found == TaskState.SUCCEEDED;
      case FAILED -> found == TaskState.FAILED;
      case OPEN -> found == TaskState.FAILED || found == TaskState.CANCELLED;
    };
  }

  static Map<TaskName, TaskState> ends(Plan plan, RunState state) {
    var ends = new LinkedHashMap<TaskName, TaskState>();
    for (var task = 0; task < plan.size(); task++) {
      ends.put(plan.task(task).name(), state.tasks().state(task));
    }
    return ends;
  }

  static Map<TaskName, List<TaskState>> instances(Plan plan, RunState state) {
    var instances = new LinkedHashMap<TaskName, List<TaskState>>();
    state
        .maps()
        .forEach(
            (task, each) -> {
              var ends = new ArrayList<TaskState>();
              for (var index = 0; index < each.size(); index++) {
                ends.add(each.state(index));
              }
              instances.put(plan.task(task).name(), ends);
            });
    return instances;
  }
}
