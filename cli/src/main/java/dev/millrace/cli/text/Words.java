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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Parts of a run's JSON in words.
public final class Words {
  /// The order in which people read how many tasks stand where.
  private static final List<String> ORDER =
      List.of(
          "SUCCEEDED",
          "RUNNING",
          "DISPATCHED",
          "RETRYING",
          "PARKED",
          "WAITING",
          "FAILED",
          "UPSTREAM_FAILED",
          "SKIPPED",
          "CANCELLED");

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

  /// `5 tasks: 4 succeeded, 1 skipped`.
  public static String counts(JsonNode counts) {
    var byStatus = new TreeMap<String, Integer>();
    counts.properties().forEach(count -> byStatus.put(count.getKey(), count.getValue().asInt()));
    return counts(byStatus);
  }

  /// The same of numbers by status.
  public static String counts(SortedMap<String, Integer> counts) {
    var total = counts.values().stream().mapToInt(Integer::intValue).sum();
    var parts =
        counts.entrySet().stream()
            // Stable: what this version does not know comes last, by name.
            .sorted(Comparator.comparingInt(count -> place(count.getKey())))
            .map(count -> "%,d %s".formatted(count.getValue(), lower(count.getKey())))
            .collect(Collectors.joining(", "));
    return "%,d %s%s"
        .formatted(total, total == 1 ? "task" : "tasks", total == 0 ? "" : ": " + parts);
  }

  private static int place(String status) {
    var place = ORDER.indexOf(status);
    return place < 0 ? ORDER.size() : place;
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
