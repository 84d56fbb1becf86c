package dev.millrace.testkit.sim;

import dev.millrace.core.DagName;
import dev.millrace.core.TaskName;
import dev.millrace.core.plan.Plan;
import dev.millrace.engine.store.RunRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The plans that runs go by, made from the DAGs without their documents.
final class Plans {
  private final Map<Version, SimDag> dags = new HashMap<>();
  private final Map<Place, Plan> plans = new HashMap<>();

  private record Version(DagName dag, int number) {}

  /// @param group the way to a group, by the tasks that hold it; empty: the DAG itself
  private record Place(Version version, List<TaskName> group) {}

  /// A version of a DAG was put.
  void add(int number, SimDag dag, String digest) {
    var version = new Version(dag.name(), number);
    dags.put(version, dag);
    plans.put(new Place(version, List.of()), dag.plan(digest));
  }

  Plan of(RunRecord record) {
    var version = new Version(record.dag(), record.version());
    return plans.computeIfAbsent(
        new Place(version, record.origin().group()), place -> group(place).plan(record.digest()));
  }

  private SimDag group(Place place) {
    var dag = Optional.ofNullable(dags.get(place.version())).orElseThrow();
    for (var name : place.group()) {
      dag =
          dag.tasks().stream()
              .filter(task -> task.name().equals(name))
              .flatMap(task -> task.child().stream())
              .map(SimTask.Child::dag)
              .findFirst()
              .orElseThrow();
    }
    return dag;
  }
}
