package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.run.Instances;
import dev.millrace.core.run.RunState;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Cuts the items of a map that has more than one run can hold into chunks, and tells what became
/// of them. In place of an item stands where the items of its chunk are: the chunk's run reads
/// them, and nobody else.
final class Chunks {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String FIRST = "first";
  private static final String INLINE = "inline";
  private static final String KEY = "key";
  private static final String BYTES = "bytes";
  private static final String FAILED = "failed";

  private final RunStore runs;
  private final Payloads payloads;
  private final int instancesMax;

  /// @param instancesMax instances of a mapped task in one run
  Chunks(RunStore runs, Payloads payloads, int instancesMax) {
    if (instancesMax < 2) {
      throw new IllegalArgumentException("a chunk holds at least 2 items, not " + instancesMax);
    }
    this.runs = runs;
    this.payloads = payloads;
    this.instancesMax = instancesMax;
  }

  int instancesMax() {
    return instancesMax;
  }

  /// Whether a work of a run stands for a chunk.
  static boolean isChunk(RunState state, Work work) {
    return work instanceof Work.Instance(var task, _)
        && Optional.ofNullable(state.maps().get(task)).filter(Instances::areChunks).isPresent();
  }

  /// The run of a chunk.
  static RunId runOf(RunRecord parent, TaskName task, Instances chunks, int chunk) {
    return Children.chunkRun(parent, task, chunk, chunks.attemptsBefore());
  }

  /// Stores the items of all chunks.
  ///
  /// @return how many chunks there are
  int store(RunId run, TaskName task, List<JsonNode> items) {
    var places = new ArrayList<JsonNode>();
    for (var first = 0; first < items.size(); first += instancesMax) {
      var chunk = NODES.arrayNode(instancesMax);
      chunk.addAll(items.subList(first, Math.min(first + instancesMax, items.size())));
      var place = NODES.objectNode().put(FIRST, first);
      switch (payloads.keep(run, task + "-items-" + first, chunk)) {
        case Payloads.Keeping.Kept(Payload.Inline(var json)) -> place.set(INLINE, json);
        case Payloads.Keeping.Kept(Payload.Reference(var key, var bytes)) ->
            place.put(KEY, key).put(BYTES, bytes);
        case Payloads.Keeping.TooLarge _ ->
            throw new IllegalStateException("all items together are not larger than a payload");
      }
      places.add(place);
    }
    runs.putItems(run, task, places);
    return places.size();
  }

  /// The place of a chunk's first item among all.
  int firstOf(RunId run, TaskName task, int chunk) {
    return place(run, task, chunk).path(FIRST).intValue();
  }

  /// The items of a chunk's run.
  List<JsonNode> itemsOf(RunRecord child) {
    var parent = child.origin().parent().orElseThrow();
    var place = place(parent.run(), parent.task(), parent.index().orElseThrow());
    var items =
        place.has(INLINE)
            ? place.get(INLINE)
            : payloads.read(
                new Payload.Reference(place.path(KEY).textValue(), place.path(BYTES).intValue()));
    var list = new ArrayList<JsonNode>(items.size());
    items.forEach(list::add);
    return list;
  }

  private JsonNode place(RunId run, TaskName task, int chunk) {
    return runs.items(run, task, chunk / RunStore.ITEMS_GROUP).get(chunk % RunStore.ITEMS_GROUP);
  }

  /// Failed instances in those chunks of a mapped task that have succeeded.
  int failedIn(RunRecord parent, TaskName task, Instances chunks) {
    return runs.instances(parent.run(), task).stream()
        .filter(record -> chunks.state(record.index().orElseThrow()) == TaskState.SUCCEEDED)
        .mapToInt(record -> summaryOf(record).map(all -> all.path(FAILED).intValue()).orElse(0))
        .sum();
  }

  private Optional<JsonNode> summaryOf(TaskRecord record) {
    return record.content() instanceof Content.Succeeded(var output)
        ? Optional.of(payloads.read(output))
        : Optional.empty();
  }

  /// Whether a run waits for what a chunk's run has to tell.
  static boolean awaits(RunRecord parent, Instances instances, RunRecord child) {
    var chunk = child.origin().chunk();
    var expansion = child.origin().parent().orElseThrow().job();
    return chunk.isPresent() == instances.areChunks()
        && (chunk.isEmpty()
            || (chunk.get().round() == parent.state().epoch()
                && expansion == instances.attemptsBefore()));
  }

  /// Whether nobody waits for a chunk's run any more: the run around it was stopped, has failed
  /// because of another chunk, or has lost the attempt that was to wait. Its workers find that out
  /// by themselves, because they read there what the expressions name.
  static boolean isGivenUp(Plan plan, RunRecord parent, RunRecord child) {
    var link = child.origin().parent().orElseThrow();
    var chunk = link.index().orElseThrow();
    return parent.state().status().hasEnded()
        || plan.indexOf(link.task())
            .map(task -> parent.state().maps().get(task))
            .filter(each -> awaits(parent, each, child) && chunk < each.size())
            .filter(each -> !each.state(chunk).hasEnded())
            .isEmpty();
  }

  /// What a chunk has come to whose run has SUCCEEDED or FAILED by itself: how many instances
  /// failed, or why it fails the map.
  Execution outcomeOf(RunRecord child) {
    var link = child.origin().parent().orElseThrow();
    var instances = child.state().maps().get(0);
    var failed = instances == null ? 0 : instances.count(TaskState.FAILED);
    if (child.state().status() == RunStatus.SUCCEEDED) {
      return new Execution.Done(summary(child, instances == null ? 0 : instances.size(), failed));
    }
    var recorded = runs.task(child.run(), link.task(), OptionalInt.empty());
    if (recorded.isPresent()
        && recorded.get().content() instanceof Content.Failed(var error, var cause, _)) {
      return error.equals(ErrorName.MAP_TOO_MANY_FAILURES)
          ? Execution.Failed.of(error, tooMany(child, failed))
          : Execution.Failed.of(error, "run " + child.run() + ": " + cause);
    }
    return Execution.Failed.of(ErrorName.CHILD_FAILED, "run " + child.run() + " failed");
  }

  private static ObjectNode summary(RunRecord child, int items, int failed) {
    return NODES
        .objectNode()
        .put("run", child.run().text())
        .put(FIRST, child.origin().indexOf(0))
        .put("items", items)
        .put(FAILED, failed);
  }

  private static String tooMany(RunRecord child, int failed) {
    return "%d of the %d instances from %d on failed; of the failures tolerated in all, %d were left for them"
        .formatted(
            failed,
            child.state().instancesOf(0).size(),
            child.origin().indexOf(0),
            child.origin().chunk().orElseThrow().tolerate());
  }
}
