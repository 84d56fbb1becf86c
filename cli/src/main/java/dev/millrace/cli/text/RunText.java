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
import java.util.List;
import java.util.Set;

/// A run in words: how it stands, its tasks, what went wrong, what it gave.
public final class RunText {
  /// Of a run with more tasks only those are listed that need looking at.
  static final int TASKS_ALL_MAX = 40;

  /// Most tasks that are listed of a large run.
  static final int TASKS_SHOWN_MAX = 40;

  /// Most failed tasks whose errors are shown.
  static final int ERRORS_SHOWN_MAX = 10;

  /// Most lines of an output that are shown.
  static final int OUTPUT_LINES_MAX = 30;

  /// What of a large run nobody needs to look at.
  private static final Set<String> QUIET =
      Set.of("SUCCEEDED", "SKIPPED", "WAITING", "UPSTREAM_FAILED", "CANCELLED");

  private final Output output;
  private final StringBuilder text = new StringBuilder();

  private RunText(Output output) {
    this.output = output;
  }

  /// The text of a run with its tasks; every line ends.
  ///
  /// @param run as `GET /runs/{id}?tasks=all` gives it
  public static String of(JsonNode run, Output output) {
    var text = new RunText(output);
    text.heading(run);
    text.tasks(run.path("tasks"));
    text.errors(run);
    text.output(run.path("output"));
    return text.text.toString();
  }

  private void heading(JsonNode run) {
    var name = Printable.line(run.path("run").asText());
    text.append(output.painted(Paint.BOLD, name)).append("  ");
    text.append(Words.status(run.path("status").asText(), output));
    var elapsed = Words.elapsed(run);
    text.append(elapsed.isEmpty() ? "" : " in " + elapsed).append('\n');
    text.append(Words.counts(run.path("counts"))).append('\n');
  }

  private void tasks(JsonNode tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    var all = tasks.size() <= TASKS_ALL_MAX;
    var shown = new ArrayList<JsonNode>();
    for (var task : tasks) {
      if (all || !QUIET.contains(task.path("status").asText())) {
        shown.add(task);
      }
    }
    if (!shown.isEmpty()) {
      text.append('\n').append(table(shown.subList(0, Math.min(shown.size(), TASKS_SHOWN_MAX))));
    }
    if (shown.size() > TASKS_SHOWN_MAX) {
      text.append("and %,d more\n".formatted(shown.size() - TASKS_SHOWN_MAX));
    }
  }

  private String table(List<JsonNode> tasks) {
    var table =
        new Table(
            Column.text("TASK"),
            Column.text("STATUS"),
            Column.number("ATTEMPTS"),
            Column.number("TIME"),
            Column.text("INSTANCES"));
    for (var task : tasks) {
      var attempts = task.path("attempts").asInt();
      table.row(
          Cell.plain(task.path("task").asText()),
          Words.statusCell(task.path("status").asText()),
          Cell.plain(attempts == 0 ? "" : Integer.toString(attempts)),
          Cell.plain(Words.elapsed(task)),
          Cell.plain(instances(task)));
    }
    return table.text(output);
  }

  private static String instances(JsonNode task) {
    if (task.has("chunks")) {
      return "%,d of %,d succeeded"
          .formatted(task.at("/counts/SUCCEEDED").asInt(), task.path("items").asInt());
    }
    var instances = task.path("instances");
    if (!instances.isArray()) {
      return "";
    }
    var succeeded = 0;
    for (var instance : instances) {
      succeeded += instance.path("status").asText().equals("SUCCEEDED") ? 1 : 0;
    }
    return "%,d of %,d succeeded".formatted(succeeded, instances.size());
  }

  private void errors(JsonNode run) {
    var shown = 0;
    for (var task : run.path("tasks")) {
      if (task.path("error").isObject() && task.path("status").asText().equals("FAILED")) {
        if (shown++ < ERRORS_SHOWN_MAX) {
          error("task " + task.path("task").asText(), task.path("error"));
        }
      }
    }
    if (shown > ERRORS_SHOWN_MAX) {
      text.append("and %,d more tasks failed\n".formatted(shown - ERRORS_SHOWN_MAX));
    }
    // The run's own error repeats that of a task, unless no task is to blame; that a run was
    // cancelled its status says.
    var error = run.path("error");
    var cancelled = run.path("status").asText().equals("CANCELLED");
    if (error.isObject() && !cancelled && (shown == 0 || !error.has("task"))) {
      error("run", error);
    }
  }

  private void error(String what, JsonNode error) {
    text.append('\n').append(output.painted(Paint.RED, Printable.line(what) + " failed"));
    text.append(": ")
        .append(output.painted(Paint.BOLD, Printable.line(error.path("name").asText())));
    text.append('\n');
    Printable.text(error.path("cause").asText(""))
        .lines()
        .forEach(line -> text.append("  ").append(line).append('\n'));
  }

  private void output(JsonNode value) {
    if (value.isMissingNode() || value.isNull() || (value.isContainerNode() && value.isEmpty())) {
      return;
    }
    var lines = Printable.text(JsonText.pretty(value)).lines().toList();
    text.append('\n').append(output.painted(Paint.BOLD, "output")).append('\n');
    lines.stream().limit(OUTPUT_LINES_MAX).forEach(line -> text.append(line).append('\n'));
    if (lines.size() > OUTPUT_LINES_MAX) {
      text.append(
          "and %,d more lines: see all of them with --json\n"
              .formatted(lines.size() - OUTPUT_LINES_MAX));
    }
  }
}
