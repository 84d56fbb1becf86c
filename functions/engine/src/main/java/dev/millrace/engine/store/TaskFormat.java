package dev.millrace.engine.store;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.engine.text.InstantText;
import dev.millrace.engine.text.JsonText;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// TASK, the record of an attempt, as JSON text that a person can read. Code reads this format and
/// the one before; fields that it does not know it passes over.
public final class TaskFormat {
  /// Version of the form that this code writes.
  public static final int FORMAT = 1;

  private TaskFormat() {}

  /// Writes a record.
  public static String write(TaskRecord record) {
    return JsonText.write(json -> write(json, record));
  }

  private static void write(JsonGenerator json, TaskRecord record) throws IOException {
    json.writeStartObject();
    json.writeNumberField("format", FORMAT);
    json.writeStringField("task", record.task().text());
    if (record.index().isPresent()) {
      json.writeNumberField("index", record.index().getAsInt());
    }
    json.writeNumberField("attempt", record.attempt());
    if (record.step() > 0) {
      json.writeNumberField("step", record.step());
    }
    content(json, record.content());
    json.writeStringField("startedAt", InstantText.of(record.startedAt()));
    json.writeStringField("firstStartedAt", InstantText.of(record.firstStartedAt()));
    json.writeStringField("recordedAt", InstantText.of(record.recordedAt()));
    json.writeStringField("worker", record.worker());
    if (!record.history().isEmpty()) {
      history(json, record.history());
    }
    json.writeEndObject();
  }

  private static void content(JsonGenerator json, TaskRecord.Content content) throws IOException {
    switch (content) {
      case TaskRecord.Content.Succeeded(var output) -> {
        json.writeStringField("status", "SUCCEEDED");
        PayloadFields.write(json, "output", output);
      }
      case TaskRecord.Content.Failed(var error, var cause, var retryAfter) -> {
        json.writeStringField("status", "FAILED");
        json.writeStringField("error", error.text());
        json.writeStringField("cause", cause);
        if (retryAfter.isPresent()) {
          json.writeStringField("retryAfter", retryAfter.get().toString());
        }
      }
      case TaskRecord.Content.Parked(var note, var wakeAt, var timeoutAt, var heartbeatAt) -> {
        json.writeStringField("status", "PARKED");
        json.writeFieldName("note");
        JsonText.write(json, note);
        instant(json, "wakeAt", wakeAt);
        instant(json, "timeoutAt", timeoutAt);
        instant(json, "heartbeatAt", heartbeatAt);
      }
    }
  }

  private static void instant(JsonGenerator json, String name, Optional<Instant> at)
      throws IOException {
    if (at.isPresent()) {
      json.writeStringField(name, InstantText.of(at.get()));
    }
  }

  private static void history(JsonGenerator json, List<TaskRecord.Earlier> history)
      throws IOException {
    json.writeArrayFieldStart("history");
    for (var earlier : history) {
      json.writeStartObject();
      json.writeNumberField("attempt", earlier.attempt());
      json.writeStringField("startedAt", InstantText.of(earlier.startedAt()));
      json.writeStringField("endedAt", InstantText.of(earlier.endedAt()));
      json.writeStringField("error", earlier.error().text());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// Reads a record.
  ///
  /// @throws dev.millrace.engine.text.StoredTextException when a newer version wrote it, or it is
  ///     damaged
  public static TaskRecord read(String text) {
    return JsonText.read("a task's record", text, json -> new TaskFormatReader(json).read());
  }
}
