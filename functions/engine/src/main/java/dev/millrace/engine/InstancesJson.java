package dev.millrace.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.run.Instances;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Shows the instances of a mapped task: each, or of a long list how many stand where and which
/// runs execute its chunks.
final class InstancesJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final RunStore runs;

  InstancesJson(RunStore runs) {
    this.runs = runs;
  }

  /// Adds `items`, `counts` and `chunks` to a task.
  void addChunks(ObjectNode task, RunRecord record, TaskName name, Instances chunks) {
    var counts = new TreeMap<String, Integer>();
    var all = NODES.arrayNode(chunks.size());
    for (var chunk = 0; chunk < chunks.size(); chunk++) {
      var child = runs.load(Chunks.runOf(record, name, chunks, chunk));
      var json = all.addObject().put("chunk", chunk);
      if (child.isPresent()) {
        addRun(json, child.get(), counts);
      } else {
        json.putNull("run").put("status", TaskJson.shown(chunks.state(chunk)));
      }
    }
    var begun = counts.values().stream().mapToInt(Integer::intValue).sum();
    if (begun < chunks.items()) {
      var rest = record.state().status().hasEnded() ? TaskState.CANCELLED : TaskState.WAITING;
      counts.merge(rest.name(), chunks.items() - begun, Integer::sum);
    }
    task.put("items", chunks.items());
    counts.forEach(task.putObject("counts")::put);
    task.set("chunks", all);
  }

  private static void addRun(ObjectNode json, RunRecord child, Map<String, Integer> inAll) {
    json.put("run", child.run().text());
    json.put("status", child.state().status().name());
    json.put("first", child.origin().indexOf(0));
    var counts = new TreeMap<String, Integer>();
    Optional.ofNullable(child.state().maps().get(0)).ifPresent(each -> count(each, counts));
    counts.forEach((state, count) -> inAll.merge(state, count, Integer::sum));
    counts.forEach(json.putObject("counts")::put);
  }

  private static void count(Instances instances, Map<String, Integer> counts) {
    for (var state : TaskState.values()) {
      if (instances.count(state) > 0) {
        counts.merge(TaskJson.shown(state), instances.count(state), Integer::sum);
      }
    }
  }

  /// A mapped task's times: from its first instance's start to its last one's end.
  static Optional<TaskRecord> spanOf(Map<Integer, TaskRecord> instances) {
    return instances.values().stream()
        .reduce(
            (some, other) -> {
              var first = some.firstStartedAt().isBefore(other.firstStartedAt()) ? some : other;
              var last = some.recordedAt().isAfter(other.recordedAt()) ? some : other;
              return new TaskRecord(
                  last.task(),
                  last.index(),
                  last.attempt(),
                  last.step(),
                  last.content(),
                  first.startedAt(),
                  first.firstStartedAt(),
                  last.recordedAt(),
                  last.worker(),
                  last.history());
            });
  }

  static ArrayNode instances(
      RunRecord record, int index, Map<Integer, TaskRecord> records, Set<Work> running) {
    var states = record.state().instancesOf(index);
    var all = NODES.arrayNode(states.size());
    for (var i = 0; i < states.size(); i++) {
      var found = Optional.ofNullable(records.get(i));
      var work = Work.of(index, i);
      var json = all.addObject();
      json.put("index", record.origin().indexOf(i));
      json.put("status", TaskJson.status(states.state(i), running.contains(work)));
      json.put("attempts", record.state().attemptsOf(work));
      TaskJson.times(json, found, states.state(i));
      json.set("error", TaskJson.errorOf(found));
    }
    return all;
  }
}
