package dev.millrace.definition;

import dev.millrace.definition.expression.Nearest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks what tasks say of each other, once all are read: needs that name tasks, no cycles, and
/// expressions that read only what comes before.
final class TaskGraphCheck {
  /// Most names of a cycle that a message shows.
  private static final int CYCLE_SHOWN_MAX = 10;

  private final List<TaskSection.Draft> tasks;
  private final Map<String, Integer> indexes;
  private final Set<String> around;
  private final Findings findings;

  private TaskGraphCheck(List<TaskSection.Draft> tasks, Set<String> around, Findings findings) {
    this.tasks = tasks;
    this.around = around;
    this.findings = findings;
    this.indexes = HashMap.newHashMap(tasks.size());
    tasks.forEach(task -> indexes.put(task.name(), indexes.size()));
  }

  /// Checks all tasks.
  ///
  /// @param output the template of the DAG's output, when it reads anything
  /// @param around names of the tasks around, when these are the tasks of a group
  static void check(
      List<TaskSection.Draft> tasks,
      Optional<TemplateUse> output,
      Set<String> around,
      Findings findings) {
    // Without tasks something else was said already, and every name would be unknown.
    if (!tasks.isEmpty()) {
      new TaskGraphCheck(tasks, around, findings).check(output);
    }
  }

  private void check(Optional<TemplateUse> output) {
    var needs = new int[tasks.size()][];
    for (var index = 0; index < needs.length; index++) {
      needs[index] = resolve(tasks.get(index));
    }
    var graph = new Graph(needs);
    graph.cycles().forEach(this::refuseCycle);
    new ReferenceCheck(tasks, indexes, needs, graph, around, findings).check(output);
  }

  private int[] resolve(TaskSection.Draft task) {
    var needs = task.needs().needs();
    var resolved = new int[needs.size()];
    var count = 0;
    for (var need : needs) {
      var index = indexes.get(need.name());
      if (index != null) {
        resolved[count++] = index;
        continue;
      }
      var near =
          findings.mayHint() ? Nearest.of(need.name(), indexes.keySet()) : Optional.<String>empty();
      findings.at(
          need.node(),
          around.contains(need.name())
              ? "task \"%s\" needs \"%s\", which stands outside its group."
                  .formatted(task.name(), need.name())
              : "task \"%s\" needs \"%s\", which is not a task of this DAG."
                  .formatted(task.name(), need.name()),
          around.contains(need.name())
              ? "Let the task that holds the group need it, and take this need out."
              : near.map(name -> "Did you mean \"" + name + "\"?")
                  .orElse("Add such a task, or take the need out."));
    }
    var known = Arrays.copyOf(resolved, count);
    Arrays.sort(known);
    return known;
  }

  private void refuseCycle(int[] cycle) {
    var names = Arrays.stream(cycle).mapToObj(index -> tasks.get(index).name()).toList();
    var first = tasks.get(cycle[0]);
    var next = names.get(1);
    var need =
        first.needs().needs().stream().filter(n -> n.name().equals(next)).findFirst().orElseThrow();
    var shown = String.join(" -> ", names.subList(0, Math.min(names.size(), CYCLE_SHOWN_MAX)));
    var hidden = names.size() - CYCLE_SHOWN_MAX;
    findings.at(
        need.node(),
        "tasks wait for each other: %s%s -> %s, where each needs the next."
            .formatted(
                shown, hidden > 0 ? " -> (%,d more)".formatted(hidden) : "", names.getFirst()),
        "Take one of these needs out.");
  }
}
