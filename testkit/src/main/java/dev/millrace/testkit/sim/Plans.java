package dev.millrace.testkit.sim;

import dev.millrace.core.DagName;
import dev.millrace.core.TaskName;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.plan.Retries;
import dev.millrace.core.run.Instances;
import dev.millrace.engine.store.Origin;
import dev.millrace.engine.store.RunRecord;
import java.util.ArrayList;
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
        .orElseGet(() -> withChunks(whole, record));
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

  /// What a run goes by whose maps have become chunks: none may fail, and what is written of
  /// retries and timeouts holds for their instances.
  private static Plan withChunks(Plan whole, RunRecord record) {
    if (record.state().maps().values().stream().noneMatch(Instances::areChunks)) {
      return whole;
    }
    var tasks = new ArrayList<>(whole.tasks());
    record
        .state()
        .maps()
        .forEach(
            (index, instances) -> {
              if (instances.areChunks()) {
                tasks.set(index, withChunks(tasks.get(index), instances));
              }
            });
    return planOf(whole, tasks, whole.rules());
  }

  private static PlannedTask withChunks(PlannedTask task, Instances instances) {
    var map = task.map().orElseThrow();
    var inTurn = map.concurrency().isPresent() || map.tolerate().of(instances.items()) > 0;
    return new PlannedTask(
        task.name(),
        task.needs(),
        task.rule(),
        task.conditional(),
        Optional.of(
            new MapPolicy(
                inTurn ? OptionalInt.of(1) : OptionalInt.empty(), new MapPolicy.Count(0))),
        Retries.defaults(true),
        Optional.empty(),
        true,
        task.allowFailure(),
        task.cleanup(),
        task.lane());
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
