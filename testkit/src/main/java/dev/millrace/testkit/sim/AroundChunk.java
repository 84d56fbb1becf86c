package dev.millrace.testkit.sim;

import dev.millrace.core.RunId;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.run.TaskStates;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.store.RunRecord;
import java.util.Optional;

/// The run around a chunk of one of its maps: the instances read there, and share the map's bound
/// with those of the other chunks.
///
/// @param begun how its tasks stood when the chunk's run began
record AroundChunk(World world, RunId run, TaskStates begun) {
  /// Empty for a run that executes no chunk.
  static Optional<AroundChunk> of(World world, RunRecord record) {
    return record
        .origin()
        .parent()
        .filter(_ -> record.origin().chunk().isPresent())
        .flatMap(link -> world.raw().runs().load(link.run()))
        .map(outer -> new AroundChunk(world, outer.run(), outer.state().tasks()));
  }

  /// An instance starts.
  void check(PlannedTask planned, AttemptContext context) {
    var outer = world.raw().runs().load(run).orElseThrow();
    new InputsCheck(world, run).check(outer, begun, world.plan(outer), planned, context);
    new ChunkCheck(world, run).checkConcurrency(planned.name());
  }
}
