package dev.millrace.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.Work;
import dev.millrace.engine.Engine;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.store.RunRecord;
import java.io.IOException;
import java.util.List;

/// What those who follow a run are told: first how it stands (`snapshot`), then the tasks that
/// stand elsewhere than before (`tasks`), at last the whole run (`end`). The id of an event is the
/// number of the write that it tells of.
public final class RunNews {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Engine engine;

  /// News of that engine's runs.
  public RunNews(Engine engine) {
    this.engine = engine;
  }

  /// Tells how a run stands.
  ///
  /// @param statuses where its tasks stand, in the order of the document
  public void snapshot(EventSink events, RunRecord record, List<String> statuses)
      throws IOException {
    var json = engine.readRun().summary(record);
    var tasks = json.putArray("tasks");
    for (var index = 0; index < statuses.size(); index++) {
      tasks.add(task(record, index, statuses.get(index)));
    }
    events.send(record.state().seq(), "snapshot", json);
  }

  /// Tells of the tasks that stand elsewhere than before; nothing when none does.
  public void tasks(EventSink events, RunRecord record, List<String> before, List<String> now)
      throws IOException {
    var json = NODES.objectNode();
    json.put("status", record.state().status().name());
    var tasks = json.putArray("tasks");
    for (var index = 0; index < now.size(); index++) {
      // A redrive with another version can change how many tasks there are.
      if (index >= before.size() || !now.get(index).equals(before.get(index))) {
        tasks.add(task(record, index, now.get(index)));
      }
    }
    if (!tasks.isEmpty()) {
      events.send(record.state().seq(), "tasks", json);
    }
  }

  /// Tells the whole run, which has ended.
  public void end(EventSink events, RunRecord record) throws IOException {
    events.send(record.state().seq(), "end", engine.readRun().show(record, ReadRun.Tasks.COUNTED));
  }

  private ObjectNode task(RunRecord record, int index, String status) {
    var name = engine.plans().of(record).plan().task(index).name();
    return NODES
        .objectNode()
        .put("task", name.text())
        .put("status", status)
        .put("attempts", record.state().attemptsOf(Work.of(index)));
  }
}
