package dev.millrace.testkit.sim;

import dev.millrace.core.DagName;
import dev.millrace.core.plan.Plan;
import java.util.List;
import java.util.Set;

/// A made-up DAG: what the documents of the DAG language can say, as far as the engine's rules
/// depend on it.
record SimDag(DagName name, List<SimTask> tasks, Plan.RunRules rules, Output output) {
  /// Whether it has an `output`.
  enum Output {
    NONE,
    GIVEN,
    /// One that cannot be worked out.
    BROKEN
  }

  SimDag {
    tasks = List.copyOf(tasks);
  }

  /// The same without some tasks and the needs on them.
  SimDag without(Set<String> names) {
    if (names.isEmpty()) {
      return this;
    }
    return new SimDag(
        name,
        tasks.stream()
            .filter(task -> !names.contains(task.name().text()))
            .map(task -> task.withoutNeeds(names))
            .toList(),
        rules,
        output);
  }

  /// The plan, made without a document.
  Plan plan(String digest) {
    return Plan.of(name, digest, tasks.stream().map(SimTask::planned).toList(), rules);
  }
}
