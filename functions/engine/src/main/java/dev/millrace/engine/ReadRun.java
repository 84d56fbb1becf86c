package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.run.Custody;
import dev.millrace.definition.Definition;
import dev.millrace.engine.store.Origin;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Shows runs as the JSON of interfaces.md.
public final class ReadRun {
  /// A larger output is shown as a reference in lists of tasks, to be read one by one.
  public static final int OUTPUT_SHOWN_MAX_BYTES = 16 * 1024;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final RunStore runs;
  private final Plans plans;
  private final Payloads payloads;
  private final RunScopes scopes;
  private final CallbackTokens tokens;
  private final InstancesJson instancesJson;

  ReadRun(RunStore runs, Plans plans, Payloads payloads, RunScopes scopes, CallbackTokens tokens) {
    this.runs = runs;
    this.plans = plans;
    this.payloads = payloads;
    this.scopes = scopes;
    this.tokens = tokens;
    this.instancesJson = new InstancesJson(runs);
  }

  /// How much of a run's tasks to show.
  public enum Tasks {
    /// Only how many stand where.
    COUNTED,
    /// Each, without its instances' records.
    ALL
  }

  /// A run as JSON; empty when there is none.
  public Optional<ObjectNode> show(RunId run, Tasks tasks) {
    return runs.load(run).map(record -> show(record, tasks));
  }

  /// A run that was read already.
  public ObjectNode show(RunRecord record, Tasks tasks) {
    var definition = plans.of(record);
    var json = summary(record);
    json.set("input", payloads.read(record.input().orElseGet(() -> runs.input(record.run()))));
    json.set("output", output(definition, record));
    if (tasks == Tasks.ALL) {
      json.set("tasks", tasks(definition, record));
    }
    json.putNull("cost");
    return json;
  }

  /// What lists show of a run: no input, no output, no tasks.
  public ObjectNode summary(RunRecord record) {
    var state = record.state();
    var json = NODES.objectNode();
    json.put("run", record.run().text());
    json.put("dag", record.dag().text());
    json.put("version", record.version());
    json.put("status", state.status().name());
    record
        .tick()
        .ifPresentOrElse(tick -> json.put("tick", tick.toString()), () -> json.putNull("tick"));
    json.put("startedAt", Instants.text(state.startedAt()));
    state
        .endedAt()
        .ifPresentOrElse(
            at -> json.put("endedAt", Instants.text(at)), () -> json.putNull("endedAt"));
    record.origin().parent().ifPresent(parent -> json.set("parent", parent(record, parent)));
    json.set("counts", counts(record));
    json.set("error", error(record));
    return json;
  }

  /// One task of a run, with its output whole and its instances; empty when there is none.
  public Optional<ObjectNode> task(RunId run, TaskName name) {
    return runs.load(run)
        .flatMap(
            record -> {
              var definition = plans.of(record);
              return definition
                  .plan()
                  .indexOf(name)
                  .map(index -> task(definition, record, index, Detail.WHOLE));
            });
  }

  /// Where each task of a run stands, in the order of the document, in the words of lists.
  ///
  /// @param taken assignments of which it is known that a worker has taken them, see [#taken]
  public List<String> statuses(RunRecord record, Set<AssignmentId> taken) {
    var running = running(record, taken::contains);
    var states = record.state().tasks();
    return IntStream.range(0, states.size())
        .mapToObj(index -> TaskJson.status(states.state(index), running.contains(Work.of(index))))
        .toList();
  }

  private enum Detail {
    LISTED,
    WHOLE
  }

  /// The run's output: what its document says, else each leaf task's output by name.
  public JsonNode output(Definition definition, RunRecord record) {
    if (record.state().status() != RunStatus.SUCCEEDED) {
      return NullNode.getInstance();
    }
    if (definition.output().isPresent()) {
      return runs.output(record.run()).map(payloads::read).orElseGet(NullNode::getInstance);
    }
    var output = NODES.objectNode();
    var plan = definition.plan();
    for (var index = 0; index < plan.size(); index++) {
      if (plan.successorsOf(index).size() == 0
          && record.state().tasks().state(index) == TaskState.SUCCEEDED) {
        output.set(
            plan.task(index).name().text(), outputOf(record, index, plan.task(index).name()));
      }
    }
    return output;
  }

  /// The output of a task that succeeded.
  JsonNode outputOf(RunRecord record, int index, TaskName name) {
    if (record.state().maps().containsKey(index)) {
      return scopes.assembled(record, index, name).orElseGet(() -> reference(record, name));
    }
    return runs.task(record.run(), name, OptionalInt.empty())
        .map(scopes::outputOf)
        .orElseGet(NullNode::getInstance);
  }

  private static ObjectNode counts(RunRecord record) {
    var counts = new TreeMap<String, Integer>();
    for (var index = 0; index < record.state().tasks().size(); index++) {
      counts.merge(TaskJson.shown(record.state().tasks().state(index)), 1, Integer::sum);
    }
    var json = NODES.objectNode();
    counts.forEach(json::put);
    return json;
  }

  private static ObjectNode parent(RunRecord record, Origin.Parent parent) {
    var json = NODES.objectNode();
    json.put("run", parent.run().text());
    json.put("task", parent.task().text());
    var place = record.origin().chunk().isPresent() ? "chunk" : "index";
    parent.index().ifPresent(index -> json.put(place, index));
    return json;
  }

  private static JsonNode error(RunRecord record) {
    return record
        .error()
        .<JsonNode>map(
            error -> {
              var json = NODES.objectNode();
              json.put("name", error.name().text());
              json.put("cause", error.cause());
              error.task().ifPresent(task -> json.put("task", task.text()));
              return json;
            })
        .orElseGet(NullNode::getInstance);
  }

  private ArrayNode tasks(Definition definition, RunRecord record) {
    var records = new HashMap<TaskName, TaskRecord>();
    var instances = new HashMap<TaskName, Map<Integer, TaskRecord>>();
    for (var each : runs.tasks(record.run())) {
      each.index()
          .ifPresentOrElse(
              index ->
                  instances.computeIfAbsent(each.task(), _ -> new HashMap<>()).put(index, each),
              () -> records.put(each.task(), each));
    }
    var running = running(record);
    var all = NODES.arrayNode(definition.plan().size());
    for (var index = 0; index < definition.plan().size(); index++) {
      var name = definition.plan().task(index).name();
      all.add(
          task(
              record,
              index,
              name,
              Optional.ofNullable(records.get(name)),
              instances.getOrDefault(name, Map.of()),
              running,
              Detail.LISTED));
    }
    return all;
  }

  private ObjectNode task(Definition definition, RunRecord record, int index, Detail detail) {
    var name = definition.plan().task(index).name();
    var instances = new HashMap<Integer, TaskRecord>();
    if (record.state().maps().containsKey(index)) {
      runs.instances(record.run(), name)
          .forEach(each -> instances.put(each.index().orElseThrow(), each));
    }
    var found = runs.task(record.run(), name, OptionalInt.empty());
    return task(record, index, name, found, instances, running(record), detail);
  }

  private ObjectNode task(
      RunRecord record,
      int index,
      TaskName name,
      Optional<TaskRecord> found,
      Map<Integer, TaskRecord> instances,
      Set<Work> running,
      Detail detail) {
    var work = Work.of(index);
    var state = record.state().tasks().state(index);
    var mapped = record.state().maps().containsKey(index);
    var chunked = mapped && record.state().instancesOf(index).areChunks();
    var json = NODES.objectNode();
    json.put("task", name.text());
    json.put("status", TaskJson.status(state, running.contains(work)));
    json.put("attempts", record.state().attemptsOf(work));
    var recorded = mapped ? InstancesJson.spanOf(instances) : found;
    TaskJson.times(json, recorded.filter(_ -> TaskJson.hasStarted(state)), state);
    json.set(
        "output",
        state == TaskState.SUCCEEDED
            ? output(record, index, name, mapped, found, detail)
            : NullNode.getInstance());
    json.set(
        "error", TaskJson.hasStarted(state) ? TaskJson.errorOf(found) : NullNode.getInstance());
    json.set(
        "instances",
        mapped && !chunked
            ? InstancesJson.instances(record, index, instances, running)
            : NullNode.getInstance());
    if (chunked) {
      instancesJson.addChunks(json, record, name, record.state().instancesOf(index));
    }
    if (detail == Detail.WHOLE && state == TaskState.PARKED) {
      var token = tokens.tokenOf(record.run(), name, work, record.state().attemptsOf(work));
      if (runs.token(record.run(), CallbackTokens.hash(token)).isPresent()) {
        json.put("callbackUrl", tokens.urlOf(token));
      }
    }
    return json;
  }

  private JsonNode output(
      RunRecord record,
      int index,
      TaskName name,
      boolean mapped,
      Optional<TaskRecord> found,
      Detail detail) {
    if (mapped) {
      return detail == Detail.WHOLE || record.state().instancesOf(index).items() <= 100
          ? scopes.assembled(record, index, name).orElseGet(() -> reference(record, name))
          : reference(record, name);
    }
    if (detail == Detail.LISTED
        && found.isPresent()
        && found.get().content() instanceof Content.Succeeded(Payload.Reference _)) {
      return reference(record, name);
    }
    return found.map(scopes::outputOf).orElseGet(NullNode::getInstance);
  }

  private static JsonNode reference(RunRecord record, TaskName name) {
    return NODES.objectNode().put("$ref", "/runs/" + record.run() + "/tasks/" + name);
  }

  /// RUNNING is derived on reading: what is handed out and has been taken.
  private Set<Work> running(RunRecord record) {
    return running(record, taken(record)::contains);
  }

  /// The assignments in flight that workers have taken from a queue.
  public Set<AssignmentId> taken(RunRecord record) {
    var taken = new HashSet<AssignmentId>();
    record
        .state()
        .inFlight()
        .forEach(
            (id, assignment) -> {
              if (assignment.custody() instanceof Custody.Sent
                  && runs.claimOf(record.run(), id).isPresent()) {
                taken.add(id);
              }
            });
    return taken;
  }

  private static Set<Work> running(RunRecord record, Predicate<AssignmentId> isTaken) {
    var running = new HashSet<Work>();
    record
        .state()
        .inFlight()
        .forEach(
            (id, assignment) -> {
              if (assignment.custody() instanceof Custody.Held || isTaken.test(id)) {
                assignment.attempts().forEach(attempt -> running.add(attempt.work()));
              }
            });
    return running;
  }
}
