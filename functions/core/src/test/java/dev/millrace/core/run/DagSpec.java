package dev.millrace.core.run;

import dev.millrace.core.DagName;
import dev.millrace.core.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// A test's DAG.
record DagSpec(String digest, List<TaskSpec> tasks, Plan.RunRules rules) {
  static DagSpec dag(TaskSpec... tasks) {
    return new DagSpec("first", List.of(tasks), Plan.RunRules.DEFAULTS);
  }

  /// The same as another version of the document.
  DagSpec version(String other) {
    return new DagSpec(other, tasks, rules);
  }

  DagSpec failFast() {
    return new DagSpec(
        digest, tasks, new Plan.RunRules(rules.timeout(), true, rules.concurrentTasks()));
  }

  DagSpec timeout(Duration timeout) {
    return new DagSpec(
        digest, tasks, new Plan.RunRules(timeout, rules.failFast(), rules.concurrentTasks()));
  }

  DagSpec concurrency(int works) {
    return new DagSpec(
        digest, tasks, new Plan.RunRules(rules.timeout(), rules.failFast(), OptionalInt.of(works)));
  }

  Plan plan() {
    return Plan.of(
        new DagName("tale"), digest, tasks.stream().map(TaskSpec::planned).toList(), rules);
  }
}
