package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.definition.Captured;
import dev.millrace.definition.Definition;
import dev.millrace.definition.ScheduleDefinition;
import dev.millrace.definition.expression.References;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Scope;
import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Provides what expressions of a run can read: its input, itself, and the tasks before.
final class RunScopes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final RunStore runs;
  private final Payloads payloads;
  private final Plans plans;

  RunScopes(RunStore runs, Payloads payloads, Plans plans) {
    this.runs = runs;
    this.payloads = payloads;
    this.plans = plans;
  }

  /// The run whose values expressions read, with what it executes.
  record Source(Definition definition, RunRecord record) {}

  /// A run reads what is its own; the instances of a chunk read what they would read in the run
  /// around it.
  ///
  /// @throws IllegalStateException when that was removed
  Source sourceOf(Definition definition, RunRecord record) {
    if (record.origin().chunk().isEmpty()) {
      return new Source(definition, record);
    }
    var around = record.origin().parent().orElseThrow().run();
    var parent =
        runs.load(around)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "run %s around chunk %s was removed".formatted(around, record.run())));
    return new Source(plans.of(parent), parent);
  }

  /// The records of the tasks that expressions name, as far as they have one.
  Map<TaskName, TaskRecord> records(Source source, References references) {
    var names = Answers.names(references);
    return names.isEmpty() ? Map.of() : runs.read(source.record().run(), names).records();
  }

  /// The scope in which something that reads a source is evaluated.
  ///
  /// @param records of the tasks that the references name
  Scope scope(Source source, References references, Map<TaskName, TaskRecord> records) {
    return scope(source.definition(), source.record(), references, records);
  }

  /// The scope in which something of a run is evaluated.
  ///
  /// @param references what it reads; tasks that it does not name are not provided
  /// @param records of those tasks, as far as they have one
  Scope scope(
      Definition definition,
      RunRecord record,
      References references,
      Map<TaskName, TaskRecord> records) {
    var scope = Scope.at(record.state().startedAt(), record.state().seed());
    if (record.origin().group().isEmpty()) {
      if (references.reads(Root.INPUT)) {
        scope = scope.with(Root.INPUT.text(), () -> payloads.read(inputOf(record)));
      }
    } else {
      scope = withCaptured(scope, definition, record, references);
    }
    if (references.reads(Root.RUN)) {
      scope = scope.with(Root.RUN, describe(definition, record));
    }
    for (var name : references.taskFields().keySet()) {
      var task = new TaskName(name);
      var index = definition.plan().indexOf(task);
      if (index.isPresent()) {
        scope =
            scope.withTask(
                name, task(record, index.get(), task, Optional.ofNullable(records.get(task))));
      }
    }
    return scope;
  }

  /// What a group reads from around it is its run's input.
  private Scope withCaptured(
      Scope scope, Definition definition, RunRecord record, References references) {
    var captured = new Captured(payloads.read(inputOf(record)));
    var all = scope;
    for (var reading : references.roots()) {
      var value = captured.root(reading.name());
      if (value.isPresent()) {
        all = all.with(reading.name(), value.get());
      }
    }
    for (var name : references.taskFields().keySet()) {
      var task = captured.task(name);
      if (task.isPresent() && definition.plan().indexOf(new TaskName(name)).isEmpty()) {
        all = all.withTask(name, task::get);
      }
    }
    return all;
  }

  private Payload inputOf(RunRecord record) {
    return record.input().orElseGet(() -> runs.input(record.run()));
  }

  /// The ticks before and after the run's own, of the schedule that started it.
  private static void neighbours(Definition definition, RunRecord record, ObjectNode run) {
    var ticks =
        record
            .tick()
            .flatMap(
                _ ->
                    definition.schedules().stream()
                        .filter(each -> isOf(each, record))
                        .findFirst()
                        .map(definition::ticksOf));
    put(run, "previousTick", ticks.flatMap(all -> all.before(record.tick().orElseThrow())));
    put(run, "nextTick", ticks.flatMap(all -> all.after(record.tick().orElseThrow())));
  }

  private static boolean isOf(ScheduleDefinition schedule, RunRecord record) {
    var id = RunId.ofTick(record.dag(), record.tick().orElseThrow(), nameOf(schedule));
    return id.equals(record.run());
  }

  private static Optional<String> nameOf(ScheduleDefinition schedule) {
    return Optional.of(schedule.nameText()).filter(name -> !name.isEmpty());
  }

  private static void put(ObjectNode run, String field, Optional<Instant> tick) {
    run.put(field, tick.map(Instant::toString).orElse(null));
  }

  private static ObjectNode describe(Definition definition, RunRecord record) {
    var run = NODES.objectNode();
    run.put("id", record.run().text());
    run.put("dag", record.dag().text());
    run.put("version", record.version());
    record
        .tick()
        .ifPresentOrElse(tick -> run.put("tick", tick.toString()), () -> run.putNull("tick"));
    neighbours(definition, record, run);
    run.put("startedAt", Instants.text(record.state().startedAt()));
    return run;
  }

  private Supplier<JsonNode> task(
      RunRecord record, int index, TaskName name, Optional<TaskRecord> found) {
    return () -> {
      var state = record.state().tasks().state(index);
      var task = NODES.objectNode();
      task.put("status", state.name());
      task.put("attempts", record.state().attemptsOf(Work.of(index)));
      task.set(
          "output",
          state == TaskState.SUCCEEDED
              ? output(record, index, name, found)
              : NullNode.getInstance());
      task.set("error", state == TaskState.SUCCEEDED ? NullNode.getInstance() : error(found));
      found
          .filter(_ -> state != TaskState.SKIPPED && state != TaskState.UPSTREAM_FAILED)
          .ifPresent(
              recorded -> {
                task.put("startedAt", Instants.text(recorded.firstStartedAt()));
                task.put("endedAt", Instants.text(recorded.recordedAt()));
              });
      return task;
    };
  }

  private JsonNode output(RunRecord record, int index, TaskName name, Optional<TaskRecord> found) {
    if (record.state().maps().containsKey(index)) {
      return assembled(record, index, name)
          .orElseThrow(
              () ->
                  new Halt.TooCostly(
                      "the outputs of %s are more than %d bytes together"
                          .formatted(name, Payloads.PAYLOAD_MAX_BYTES)));
    }
    return found.map(recorded -> outputOf(recorded)).orElseGet(NullNode::getInstance);
  }

  /// The outputs of a mapped task in the order of its items, null where an instance failed; empty
  /// when they are larger together than a payload may be.
  Optional<JsonNode> assembled(RunRecord record, int index, TaskName name) {
    var instances = record.state().instancesOf(index);
    var assembly = new Assembly(name, instances.items());
    if (!instances.areChunks()) {
      assembly.add(record, index, 0);
    }
    for (var chunk = 0; instances.areChunks() && chunk < instances.size(); chunk++) {
      runs.load(Chunks.runOf(record, name, instances, chunk))
          .filter(child -> child.state().maps().containsKey(0))
          .ifPresent(child -> assembly.add(child, 0, child.origin().indexOf(0)));
    }
    return assembly.whole();
  }

  /// The outputs of a mapped task while they are put together; no more is held than may be given.
  private final class Assembly {
    private final TaskName name;
    private final ArrayNode outputs;
    private long sizeBytes;

    Assembly(TaskName name, int items) {
      this.name = name;
      this.outputs = NODES.arrayNode(items);
      for (var i = 0; i < items; i++) {
        outputs.addNull();
      }
    }

    /// @param first the place of the run's first instance among all
    void add(RunRecord record, int index, int first) {
      if (isTooLarge()) {
        return;
      }
      var instances = record.state().instancesOf(index);
      for (var instance : runs.instances(record.run(), name)) {
        var place = instance.index().orElseThrow();
        if (place < instances.size()
            && instances.state(place) == TaskState.SUCCEEDED
            && instance.content() instanceof Content.Succeeded(var output)) {
          sizeBytes += Payloads.sizeBytes(output);
          if (isTooLarge()) {
            return;
          }
          outputs.set(first + place, payloads.read(output));
        }
      }
    }

    private boolean isTooLarge() {
      return sizeBytes > Payloads.PAYLOAD_MAX_BYTES;
    }

    Optional<JsonNode> whole() {
      return isTooLarge() ? Optional.empty() : Optional.of(outputs);
    }
  }

  /// The output that a record holds; null when it holds none.
  JsonNode outputOf(TaskRecord recorded) {
    return switch (recorded.content()) {
      case Content.Succeeded(var output) -> payloads.read(output);
      case Content.Failed _, Content.Parked _ -> NullNode.getInstance();
    };
  }

  private static JsonNode error(Optional<TaskRecord> found) {
    if (found.isPresent()
        && found.get().content() instanceof Content.Failed(var name, var cause, _)) {
      return NODES.objectNode().put("name", name.text()).put("cause", cause);
    }
    return NullNode.getInstance();
  }
}
