package dev.millrace.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.terminal.JsonText;
import dev.millrace.cli.terminal.Output;
import dev.millrace.cli.terminal.Paint;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Table.Cell;
import dev.millrace.cli.terminal.Table.Column;
import java.util.ArrayList;

/// One task of a run in words.
public final class TaskText {
  /// Most instances that are listed; the failed ones come first.
  static final int INSTANCES_SHOWN_MAX = 40;

  private TaskText() {}

  /// The text of a task; every line ends.
  ///
  /// @param task as `GET /runs/{id}/tasks/{task}` gives it
  public static String of(JsonNode task, Output output) {
    var text = new StringBuilder();
    text.append(output.painted(Paint.BOLD, Printable.line(task.path("task").asText())));
    text.append("  ").append(Words.status(task.path("status").asText(), output));
    var elapsed = Words.elapsed(task);
    text.append(elapsed.isEmpty() ? "" : " in " + elapsed).append('\n');
    field(text, "attempts", task.path("attempts").asText());
    field(text, "started", Words.second(task.path("startedAt")));
    field(text, "ended", Words.second(task.path("endedAt")));
    field(text, "callback", task.path("callbackUrl").asText(""));
    field(text, "error", Words.error(task.path("error")));
    instances(text, task.path("instances"), output);
    chunks(text, task, output);
    var value = task.path("output");
    if (!value.isNull() && !value.isMissingNode()) {
      text.append('\n').append(output.painted(Paint.BOLD, "output")).append('\n');
      text.append(Printable.text(JsonText.pretty(value))).append('\n');
    }
    return text.toString();
  }

  private static void field(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append("%-9s %s\n".formatted(name, Printable.line(value)));
    }
  }

  private static void chunks(StringBuilder text, JsonNode task, Output output) {
    if (!task.has("chunks")) {
      return;
    }
    field(text, "items", "%,d".formatted(task.path("items").asInt()));
    field(text, "counts", Words.counts(task.path("counts")));
    var table =
        new Table(
            Column.number("FIRST"),
            Column.text("STATUS"),
            Column.text("INSTANCES"),
            Column.text("RUN"));
    for (var chunk : task.path("chunks")) {
      table.row(
          Cell.plain(chunk.path("first").asText()),
          Words.statusCell(chunk.path("status").asText()),
          Cell.plain(chunk.has("counts") ? Words.counts(chunk.path("counts")) : ""),
          Cell.plain(chunk.path("run").asText("")));
    }
    text.append('\n').append(table.text(output));
  }

  private static void instances(StringBuilder text, JsonNode instances, Output output) {
    if (!instances.isArray()) {
      return;
    }
    var failed = new ArrayList<JsonNode>();
    var others = new ArrayList<JsonNode>();
    instances.forEach(each -> (each.path("error").isObject() ? failed : others).add(each));
    failed.addAll(others);
    var table =
        new Table(
            Column.number("INSTANCE"),
            Column.text("STATUS"),
            Column.number("ATTEMPTS"),
            Column.number("TIME"),
            Column.text("ERROR"));
    failed.stream()
        .limit(INSTANCES_SHOWN_MAX)
        .forEach(
            each ->
                table.row(
                    Cell.plain(each.path("index").asText()),
                    Words.statusCell(each.path("status").asText()),
                    Cell.plain(each.path("attempts").asText()),
                    Cell.plain(Words.elapsed(each)),
                    Cell.plain(Words.error(each.path("error")))));
    text.append('\n').append(table.text(output));
    if (failed.size() > INSTANCES_SHOWN_MAX) {
      text.append("and %,d more\n".formatted(failed.size() - INSTANCES_SHOWN_MAX));
    }
  }
}
