package dev.millrace.testkit.dag;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

/// What a failed assertion shows of a run: a sentence, and where all its tasks stand.
final class RunReport {
  /// Characters of a cause that are shown.
  private static final int CAUSE_SHOWN = 200;

  private RunReport() {}

  static String of(DagRun run, String sentence) {
    var json = run.json();
    var lines = new ArrayList<String>();
    lines.add("run " + json.path("run").textValue() + ": " + sentence);
    lines.add(
        "The run is %s%s%s"
            .formatted(
                json.path("status").textValue(),
                error(json.path("error"), " with "),
                after(json, json.path("endedAt"), " after ")));
    var width = 0;
    for (var task : json.path("tasks")) {
      width = Math.max(width, task.path("task").textValue().length());
    }
    for (var task : json.path("tasks")) {
      lines.add("  " + line(json, task, width));
    }
    return String.join("\n", lines);
  }

  private static String line(JsonNode run, JsonNode task, int width) {
    var name = task.path("task").textValue();
    var attempts = task.path("attempts").intValue();
    return "%s  %-15s%s%s%s"
        .formatted(
            name + " ".repeat(width - name.length()),
            task.path("status").textValue(),
            attempts > 1 ? "  " + attempts + " attempts" : "",
            after(run, task.path("endedAt"), "  after "),
            error(task.path("error"), "  "))
        .stripTrailing();
  }

  private static String error(JsonNode error, String before) {
    if (!error.isObject()) {
      return "";
    }
    var cause = error.path("cause").asText();
    return before
        + error.path("name").asText()
        + ": "
        + (cause.length() > CAUSE_SHOWN ? cause.substring(0, CAUSE_SHOWN) + "..." : cause);
  }

  private static String after(JsonNode run, JsonNode instant, String before) {
    if (!instant.isTextual()) {
      return "";
    }
    var started = Instant.parse(run.path("startedAt").textValue());
    var passed = Duration.between(started, Instant.parse(instant.textValue()));
    return passed.isZero() ? "" : before + Durations.inWords(passed);
  }
}
