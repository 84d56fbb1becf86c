package dev.millrace.testkit.sim;

import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.run.Instances;
import dev.millrace.core.run.RunState;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Checks the maps of a run that are executed in chunks: that together they are what one map would
/// be.
final class ChunkCheck {
  private static final Map<ErrorName, RunStatus> ENDS =
      Map.of(
          ErrorName.MAP_TOO_MANY_FAILURES, RunStatus.FAILED,
          ErrorName.CHILD_FAILED, RunStatus.FAILED,
          ErrorName.CHILD_TIMED_OUT, RunStatus.TIMED_OUT,
          ErrorName.CHILD_CANCELLED, RunStatus.CANCELLED);

  private final World world;
  private final RunId run;

  ChunkCheck(World world, RunId run) {
    this.world = world;
    this.run = run;
  }

  private RunRecord standing() {
    return world.raw().runs().load(run).orElseThrow();
  }

  /// Whether what is recorded is of a chunk.
  boolean isOfChunk(TaskName task, OptionalInt index) {
    return index.isPresent() && chunksOf(task).isPresent();
  }

  /// Whether a chunk was given up because another has failed their map: what its run came to
  /// meanwhile does not count.
  boolean wasCancelled(TaskName task, OptionalInt index) {
    return index.isPresent()
        && standing().state().stop().isEmpty()
        && chunksOf(task)
            .filter(chunks -> chunks.state(index.getAsInt()) == TaskState.CANCELLED)
            .isPresent();
  }

  private Optional<Instances> chunksOf(TaskName task) {
    var record = standing();
    return world
        .plan(record)
        .indexOf(task)
        .map(place -> record.state().maps().get(place))
        .filter(Instances::areChunks);
  }

  /// The runs of a map's chunks, as far as they have begun.
  List<RunRecord> runsOf(TaskName task) {
    var expansion = chunksOf(task).orElseThrow().attemptsBefore();
    return world.childrenOf(run).stream()
        .flatMap(child -> world.raw().runs().load(child).stream())
        .filter(child -> child.origin().chunk().isPresent())
        .filter(
            child ->
                child
                    .origin()
                    .parent()
                    .filter(link -> link.task().equals(task) && link.job() == expansion)
                    .isPresent())
        .toList();
  }

  private Optional<RunRecord> runOf(TaskName task, int chunk) {
    return runsOf(task).stream()
        .filter(child -> child.origin().parent().orElseThrow().index().orElse(-1) == chunk)
        .findFirst();
  }

  /// What is wrong with the record of a chunk, if anything.
  Optional<OutcomeCheck.Wrong> check(TaskRecord record) {
    var what = record.task() + " chunk " + record.index().orElseThrow();
    var child = runOf(record.task(), record.index().getAsInt());
    return switch (record.content()) {
      case Content.Succeeded(var output) ->
          when(
              child
                  .filter(found -> found.state().status() == RunStatus.SUCCEEDED)
                  .filter(found -> world.valueOf(output).path("failed").asInt(-1) == failed(found))
                  .isEmpty(),
              5,
              what + " gives what its run did not: " + world.valueOf(output));
      case Content.Failed(var error, _, _) when ENDS.containsKey(error) ->
          when(
              child.filter(found -> found.state().status() == ENDS.get(error)).isEmpty(),
              7,
              what + " failed with " + error + " and its run has not ended so");
      case Content.Failed(var error, _, _) ->
          when(error.equals(ErrorName.CHILD_REFUSED), 7, what + " could not start its run");
      case Content.Parked _ -> when(child.isEmpty(), 7, what + " waits for no run");
    };
  }

  private static int failed(RunRecord child) {
    var instances = child.state().maps().get(0);
    return instances == null ? 0 : instances.count(TaskState.FAILED);
  }

  /// A map that ends does so as it would in one run: by the failures in all chunks.
  void ended(TaskName task, int index, RunState state) {
    var chunks = state.maps().get(index);
    if (chunks == null || !chunks.areChunks() || state.stop().isPresent()) {
      return;
    }
    var children = runsOf(task);
    var failed = children.stream().mapToInt(ChunkCheck::failed).sum();
    var tolerated = world.mapOf(standing(), task).tolerate().of(chunks.items());
    var what = run + ": " + task + " in chunks, " + failed + " failed, tolerated " + tolerated;
    if (state.tasks().state(index) == TaskState.SUCCEEDED) {
      var ended =
          children.stream()
              .mapToInt(
                  child -> failed(child) + child.state().instancesOf(0).count(TaskState.SUCCEEDED))
              .sum();
      if (failed > tolerated || ended != chunks.items()) {
        world.violated(7, what + ", " + ended + " of " + chunks.items() + " ended: it SUCCEEDED");
      }
    } else if (state.tasks().state(index) == TaskState.FAILED
        && failed <= tolerated
        && world
            .raw()
            .runs()
            .task(run, task, OptionalInt.empty())
            .map(TaskRecord::content)
            .filter(
                content ->
                    content instanceof Content.Failed(var error, _, _)
                        && error.equals(ErrorName.MAP_TOO_MANY_FAILURES))
            .isPresent()) {
      world.violated(7, what + ": it FAILED");
    }
  }

  /// The instances of all chunks share the map's bound.
  void checkConcurrency(TaskName task) {
    var bound = world.mapOf(standing(), task).concurrency();
    var atWork =
        runsOf(task).stream()
            .mapToLong(child -> world.watch(child.run()).log().atWork(world.now()).count())
            .sum();
    if (bound.isPresent() && atWork > bound.getAsInt()) {
      world.violated(8, run + ": " + atWork + " instances of " + task + " are at work in chunks");
    }
  }

  private static Optional<OutcomeCheck.Wrong> when(boolean wrong, int invariant, String what) {
    return wrong ? Optional.of(new OutcomeCheck.Wrong(invariant, what)) : Optional.empty();
  }
}
