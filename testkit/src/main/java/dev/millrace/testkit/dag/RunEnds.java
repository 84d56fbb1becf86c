package dev.millrace.testkit.dag;

import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.run.RunState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where the tasks of a run stand, by name: what the reference interpreter compares.
final class RunEnds {
  private RunEnds() {}

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
              var states = new ArrayList<TaskState>();
              for (var index = 0; index < each.size(); index++) {
                states.add(each.state(index));
              }
              instances.put(plan.task(task).name(), states);
            });
    return instances;
  }
}
