package dev.millrace.testkit.sim;

import dev.millrace.core.DagName;
import dev.millrace.core.TaskName;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.engine.store.Origin;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.testkit.reference.Chunked;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

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
    var whole =
        plans.computeIfAbsent(
            new Place(version, record.origin().group()),
            place -> group(place).plan(record.digest()));
    return record
        .origin()
        .chunk()
        .map(chunk -> chunkOf(whole, record.origin(), chunk))
        .orElseGet(() -> Chunked.plan(whole, record.state()));
  }

  /// What the run of a chunk goes by: the mapped task alone.
  private static Plan chunkOf(Plan whole, Origin origin, Origin.Chunk chunk) {
    var task = whole.task(whole.indexOf(origin.parent().orElseThrow().task()).orElseThrow());
    var map = task.map().orElseThrow();
    var alone = PlannedTask.plain(task.name());
    return planOf(
        whole,
        List.of(
            new PlannedTask(
                task.name(),
                List.of(),
                alone.rule(),
                false,
                Optional.of(
                    new MapPolicy(map.concurrency(), new MapPolicy.Count(chunk.tolerate()))),
                task.retries(),
                task.timeout(),
                task.idempotent(),
                false,
                false,
                task.lane())),
        new Plan.RunRules(whole.rules().timeout(), false, OptionalInt.empty()));
  }

  private static Plan planOf(Plan whole, List<PlannedTask> tasks, Plan.RunRules rules) {
    return Plan.of(whole.dag(), whole.digest(), tasks, rules);
  }

  /// What a map says of all its chunks together.
  MapPolicy mapOf(RunRecord record, TaskName task) {
    var place = new Place(new Version(record.dag(), record.version()), record.origin().group());
    return group(place).tasks().stream()
        .filter(each -> each.name().equals(task))
        .flatMap(each -> each.planned().map().stream())
        .findFirst()
        .orElseThrow();
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
