package dev.millrace.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.terminal.Elapsed;
import dev.millrace.cli.terminal.Output;
import dev.millrace.cli.terminal.Paint;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Table.Cell;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Parts of a run's JSON in words.
public final class Words {
  private Words() {}

  /// The paint of a run's or a task's status. What this version does not know has none.
  public static Optional<Paint> paint(String status) {
    return switch (status) {
      case "SUCCEEDED" -> Optional.of(Paint.GREEN);
      case "FAILED", "TIMED_OUT", "UPSTREAM_FAILED" -> Optional.of(Paint.RED);
      case "CANCELLED", "RETRYING" -> Optional.of(Paint.YELLOW);
      case "RUNNING", "DISPATCHED", "PARKED" -> Optional.of(Paint.CYAN);
      case "SKIPPED", "WAITING", "QUEUED" -> Optional.of(Paint.DIM);
      default -> Optional.empty();
    };
  }

  /// A status in its colour.
  public static String status(String status, Output output) {
    var shown = Printable.line(status);
    return paint(status).map(paint -> output.painted(paint, shown)).orElse(shown);
  }

  /// A status for a table.
  public static Cell statusCell(String status) {
    return new Cell(status, paint(status));
  }

  /// `5 tasks: 1 skipped, 4 succeeded`.
  public static String counts(JsonNode counts) {
    var total = counts.properties().stream().mapToInt(count -> count.getValue().asInt()).sum();
    var parts =
        counts.properties().stream()
            .map(count -> "%,d %s".formatted(count.getValue().asInt(), lower(count.getKey())))
            .collect(Collectors.joining(", "));
    return "%,d %s%s"
        .formatted(total, total == 1 ? "task" : "tasks", total == 0 ? "" : ": " + parts);
  }

  /// `UPSTREAM_FAILED` as people say it.
  public static String lower(String status) {
    return Printable.line(status).toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// How long it took from `startedAt` to `endedAt`; empty while either is open.
  public static String elapsed(JsonNode of) {
    var start = instant(of.path("startedAt"));
    var end = instant(of.path("endedAt"));
    return start.isPresent() && end.isPresent()
        ? Elapsed.text(Duration.between(start.get(), end.get()))
        : "";
  }

  /// An instant to the second: `2026-11-23 06:00:00`, in UTC; empty when there is none.
  public static String second(JsonNode instant) {
    var text = instant.asText("");
    return text.length() < 19 ? "" : text.substring(0, 19).replace('T', ' ');
  }

  /// Name and cause of an error; empty when there is none.
  public static String error(JsonNode error) {
    if (!error.isObject()) {
      return "";
    }
    var cause = error.path("cause").asText("");
    var name = error.path("name").asText();
    return cause.isEmpty() ? name : name + ": " + cause;
  }

  private static Optional<Instant> instant(JsonNode node) {
    if (!node.isTextual()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(node.textValue()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
