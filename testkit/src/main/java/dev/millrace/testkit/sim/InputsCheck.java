package dev.millrace.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.run.Instances;
import dev.millrace.core.run.TaskStates;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.store.Origin;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import java.util.OptionalInt;

/// Checks that an action sees exactly the outputs that its ancestors recorded, and its own item.
final class InputsCheck {
  private final World world;
  private final RunId run;

  InputsCheck(World world, RunId run) {
    this.world = world;
    this.run = run;
  }

  /// @param issued how the tasks stood when the attempt was listed: what ends later, as it may with
  ///     rules that start at once, may be seen or not
  void check(
      RunRecord record, TaskStates issued, Plan plan, PlannedTask planned, AttemptContext context) {
    var sees = context.arguments().path("sees");
    for (var field : sees.properties()) {
      var task = new TaskName(field.getKey());
      var expected = outputOf(record, plan, task);
      var mayBeUnseen =
          !issued.state(plan.indexOf(task).orElseThrow()).hasEnded() && field.getValue().isNull();
      if (!mayBeUnseen && !field.getValue().equals(expected)) {
        world.violated(
            5,
            "%s: %s sees %s of %s, recorded is %s"
                .formatted(run, context.label(), field.getValue(), field.getKey(), expected));
      }
    }
    var chunk = world.raw().runs().load(context.run()).flatMap(found -> found.origin().chunk());
    var first = chunk.map(Origin.Chunk::first).orElse(0);
    if (planned.map().isPresent()
        && world.script().task(planned.name()).child().isEmpty()
        && context.attempt().work() instanceof Work.Instance(_, var index)) {
      var item = context.arguments().path("item");
      if (item.asInt(-1) != SimDocument.firstItem(planned.name()) + first + index
          || context.arguments().path("index").asInt(-1) != first + index) {
        world.violated(5, run + ": " + context.label() + " sees the item " + item);
      }
    }
  }

  JsonNode outputOf(RunRecord record, Plan plan, TaskName task) {
    var index = plan.indexOf(task).orElseThrow();
    if (record.state().tasks().state(index) != TaskState.SUCCEEDED) {
      return NullNode.getInstance();
    }
    var instances = record.state().maps().get(index);
    if (instances == null) {
      return recorded(task, OptionalInt.empty());
    }
    if (instances.areChunks()) {
      return ofChunks(task, instances);
    }
    var all = JsonNodeFactory.instance.arrayNode();
    for (var i = 0; i < instances.size(); i++) {
      var succeeded = instances.state(i) == TaskState.SUCCEEDED;
      all.add(succeeded ? recorded(task, OptionalInt.of(i)) : NullNode.getInstance());
    }
    return all;
  }

  private JsonNode ofChunks(TaskName task, Instances chunks) {
    var all = JsonNodeFactory.instance.arrayNode();
    for (var i = 0; i < chunks.items(); i++) {
      all.addNull();
    }
    for (var child : new ChunkCheck(world, run).runsOf(task)) {
      var first = child.origin().indexOf(0);
      var some = new InputsCheck(world, child.run()).outputOf(child, world.plan(child), task);
      for (var i = 0; i < some.size(); i++) {
        all.set(first + i, some.get(i));
      }
    }
    return all;
  }

  private JsonNode recorded(TaskName task, OptionalInt index) {
    return world
        .raw()
        .runs()
        .task(run, task, index)
        .map(TaskRecord::content)
        .map(
            content ->
                switch (content) {
                  case Content.Succeeded(var output) -> world.valueOf(output);
                  case Content.Failed _, Content.Parked _ -> NullNode.getInstance();
                })
        .orElseGet(NullNode::getInstance);
  }
}
