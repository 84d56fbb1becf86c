package dev.millrace.local.sqlite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.run.StopCause;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.RunStore.Reading;
import dev.millrace.engine.store.RunStore.Recording;
import dev.millrace.engine.store.RunStore.Stop;
import dev.millrace.engine.store.TaskFormat;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.text.JsonText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The tables `tasks` and `items`.
final class TaskRows {
  /// The place of a whole task among its instances, in the column `idx`.
  private static final int WHOLE = -1;

  private static final String INSERT =
      "INSERT INTO tasks (run, task, idx, record) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

  private static final String ONE =
      "SELECT record FROM tasks WHERE run = ? AND task = ? AND idx = ?";

  private final GroupCommit writer;
  private final ReadPool reads;

  private record Row(TaskRecord record, String text) {}

  TaskRows(GroupCommit writer, ReadPool reads) {
    this.writer = writer;
    this.reads = reads;
  }

  List<Recording> record(RunId run, List<TaskRecord> records) {
    // Text is made here, on the caller's thread, and not on the one that all writers share.
    var rows = records.stream().map(one -> new Row(one, TaskFormat.write(one))).toList();
    return writer.write(
        database -> {
          var answers = new ArrayList<Recording>(rows.size());
          for (var row : rows) {
            answers.add(recordOne(database, run.text(), row));
          }
          return answers;
        });
  }

  private static Recording recordOne(Statements database, String run, Row row) throws SQLException {
    var next = row.record();
    var task = next.task().text();
    var idx = next.index().orElse(WHOLE);
    if (database.update(INSERT, run, task, idx, row.text()) == 1) {
      return new Recording.Stored();
    }
    var stands =
        database
            .first(ONE, found -> found.getString(1), run, task, idx)
            .map(TaskFormat::read)
            .orElseThrow();
    if (!stands.givesWayTo(next)) {
      return new Recording.Refused(stands);
    }
    database.update(
        "UPDATE tasks SET record = ? WHERE run = ? AND task = ? AND idx = ?",
        TaskFormat.write(next.after(stands)),
        run,
        task,
        idx);
    return new Recording.Stored();
  }

  Reading read(RunId run, Collection<TaskName> names) {
    return reads.read(
        database -> {
          var records = new HashMap<TaskName, TaskRecord>();
          for (var name : names) {
            database
                .first(ONE, row -> row.getString(1), run.text(), name.text(), WHOLE)
                .ifPresent(text -> records.put(name, TaskFormat.read(text)));
          }
          var stop =
              database.first(
                  "SELECT epoch, cause FROM stops WHERE run = ?",
                  row -> new Stop(row.getInt(1), StopCause.valueOf(row.getString(2))),
                  run.text());
          return new Reading(records, stop);
        });
  }

  Optional<TaskRecord> task(RunId run, TaskName task, OptionalInt index) {
    return reads
        .read(
            database ->
                database.first(
                    ONE, row -> row.getString(1), run.text(), task.text(), index.orElse(WHOLE)))
        .map(TaskFormat::read);
  }

  List<TaskRecord> instances(RunId run, TaskName task) {
    return records(
        "SELECT record FROM tasks WHERE run = ? AND task = ? AND idx >= 0 ORDER BY idx",
        run.text(),
        task.text());
  }

  List<TaskRecord> tasks(RunId run) {
    return records("SELECT record FROM tasks WHERE run = ? ORDER BY task, idx", run.text());
  }

  private List<TaskRecord> records(String query, Object... parameters) {
    var texts = reads.read(database -> database.all(query, row -> row.getString(1), parameters));
    return texts.stream().map(TaskFormat::read).toList();
  }

  void putItems(RunId run, TaskName task, List<JsonNode> items) {
    var groups = new ArrayList<String>();
    for (var from = 0; from < items.size(); from += RunStore.ITEMS_GROUP) {
      var group = JsonNodeFactory.instance.arrayNode(RunStore.ITEMS_GROUP);
      group.addAll(items.subList(from, Math.min(items.size(), from + RunStore.ITEMS_GROUP)));
      groups.add(JsonText.write(group));
    }
    writer.write(
        database -> {
          database.update("DELETE FROM items WHERE run = ? AND task = ?", run.text(), task.text());
          for (var group = 0; group < groups.size(); group++) {
            database.update(
                "INSERT INTO items (run, task, grp, items) VALUES (?, ?, ?, ?)",
                run.text(),
                task.text(),
                group,
                groups.get(group));
          }
          return groups.size();
        });
  }

  List<JsonNode> items(RunId run, TaskName task, int group) {
    var text =
        reads
            .read(
                database ->
                    database.first(
                        "SELECT items FROM items WHERE run = ? AND task = ? AND grp = ?",
                        row -> row.getString(1),
                        run.text(),
                        task.text(),
                        group))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "run " + run + " has no items " + group + " of task " + task));
    var items = new ArrayList<JsonNode>();
    JsonText.read(text).forEach(items::add);
    return items;
  }
}
