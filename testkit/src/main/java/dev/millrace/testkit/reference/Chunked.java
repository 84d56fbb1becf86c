package dev.millrace.testkit.reference;

import dev.millrace.core.TaskName;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.plan.Retries;
import dev.millrace.core.run.Instances;
import dev.millrace.core.run.RunState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import java.util.OptionalInt;

/// Maps of more items than one run has instances, as the rules of the run around their chunks see
/// them: each chunk is one instance.
public final class Chunked {
  private Chunked() {}

  /// A plan in which none of the chunks may fail, and what is written of retries and timeouts is
  /// left to the instances in them.
  public static Plan plan(Plan whole, RunState state) {
    if (state.maps().values().stream().noneMatch(Instances::areChunks)) {
      return whole;
    }
    var tasks = new ArrayList<>(whole.tasks());
    state
        .maps()
        .forEach(
            (index, instances) -> {
              if (instances.areChunks()) {
                tasks.set(index, task(tasks.get(index), instances));
              }
            });
    return Plan.of(whole.dag(), whole.digest(), tasks, whole.rules());
  }

  private static PlannedTask task(PlannedTask task, Instances instances) {
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

  /// With what a redrive opens a run: each chunk is looked at again, for one that succeeded may
  /// have failed instances.
  ///
  /// @param drawn what it would keep if chunks were instances
  public static Opening opening(Opening drawn, Plan before, RunState ended) {
    var kept = new HashMap<>(drawn.keptInstances());
    kept.replaceAll(
        (task, each) ->
            areChunks(task, before, ended) ? each.stream().map(_ -> false).toList() : each);
    return new Opening(drawn.kept(), kept);
  }

  private static boolean areChunks(TaskName task, Plan plan, RunState state) {
    return plan.indexOf(task)
        .map(index -> state.maps().get(index))
        .filter(Instances::areChunks)
        .isPresent();
  }
}
