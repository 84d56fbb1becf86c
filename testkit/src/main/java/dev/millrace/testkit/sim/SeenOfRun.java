package dev.millrace.testkit.sim;

import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.testkit.reference.AttemptEnd;
import dev.millrace.testkit.reference.Happened;
import java.util.List;
import java.util.OptionalInt;

/// What happened in one epoch of a run, for the reference interpreter: what the script says, and
/// what was seen of the attempts.
final class SeenOfRun implements Happened {
  private final World world;
  private final RunId run;
  private final AttemptLog log;
  private final ChunkCheck chunks;
  private final int epoch;

  SeenOfRun(World world, RunId run, AttemptLog log, ChunkCheck chunks, int epoch) {
    this.world = world;
    this.run = run;
    this.log = log;
    this.chunks = chunks;
    this.epoch = epoch;
  }

  private RunRecord standing() {
    return world.raw().runs().load(run).orElseThrow();
  }

  /// A bound of the run's own cannot be held over chunks.
  @Override
  public Condition condition(TaskName task) {
    var said = world.script().condition(task);
    return said == Condition.TRUE
            && world.script().task(task).map().isPresent()
            && standing().origin().chunk().isEmpty()
            && world.script().items(task) > world.instancesMax()
            && world.plan(standing()).rules().concurrentTasks().isPresent()
        ? Condition.BROKEN
        : said;
  }

  /// In the run of a chunk its own, in the run around it how many chunks there are.
  @Override
  public int items(TaskName task) {
    var items = world.script().items(task);
    var chunk = standing().origin().chunk();
    var max = world.instancesMax();
    if (chunk.isPresent()) {
      return Math.min(max, items - chunk.get().first());
    }
    return items > max ? (items + max - 1) / max : items;
  }

  @Override
  public boolean outputFails() {
    return standing().origin().parent().isEmpty() && world.script().outputFails();
  }

  @Override
  public List<AttemptEnd> attempts(TaskName task, OptionalInt index) {
    return isEngines(world, task, index) || chunks.wasCancelled(task, index)
        ? List.of()
        : log.ends(AttemptLog.Key.of(task, index), epoch);
  }

  /// A record of a mapped task as a whole, or of a condition, is no attempt's.
  static boolean isEngines(World world, TaskName task, OptionalInt index) {
    return index.isEmpty()
        && (world.script().task(task).map().isPresent()
            || world.script().condition(task) == Condition.BROKEN);
  }
}
