package dev.millrace.definition;

import dev.millrace.core.TaskName;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.PlannedTask;
import java.util.ArrayList;
import java.util.List;

/// Reads what stands below `tasks`: the tasks of a document, or of a group within one of them.
final class TasksSection {
  static final String MEND = "Write tasks: and below it, indented, each task's name with its keys.";

  private TasksSection() {}

  /// @param owner what messages call whoever has the tasks: `the DAG`
  static List<TaskSection.Draft> read(
      Section section, String owner, TaskSection.Surroundings around) {
    var findings = section.findings();
    var size = section.mapping().entries().size();
    if (size == 0) {
      findings.at(section.mapping(), owner + " has no tasks.", MEND);
      return List.of();
    }
    if (size > Plan.TASKS_MAX) {
      findings.at(
          section.mapping(),
          "%s has %,d tasks; at most %,d are allowed.".formatted(owner, size, Plan.TASKS_MAX),
          "Use map for tasks that do the same to many items, or split the DAG.");
      return List.of();
    }
    var drafts = new ArrayList<TaskSection.Draft>(size);
    for (var entry : section.mapping().entries()) {
      drafts.add(TaskSection.read(entry, around, findings));
    }
    return drafts;
  }

  /// Tasks for a plan; only of drafts without findings.
  static List<PlannedTask> planned(List<TaskSection.Draft> drafts) {
    return drafts.stream()
        .map(draft -> withNeeds(draft.parts().orElseThrow().planned(), draft.needs()))
        .toList();
  }

  /// What the tasks do; only of drafts without findings.
  static List<TaskDefinition> definitions(List<TaskSection.Draft> drafts) {
    return drafts.stream().map(draft -> draft.parts().orElseThrow().definition()).toList();
  }

  private static PlannedTask withNeeds(PlannedTask task, NeedsSection.Needs needs) {
    return new PlannedTask(
        task.name(),
        needs.needs().stream().map(need -> new TaskName(need.name())).toList(),
        task.rule(),
        task.conditional(),
        task.map(),
        task.retries(),
        task.timeout(),
        task.idempotent(),
        task.allowFailure(),
        task.cleanup(),
        task.lane());
  }
}
