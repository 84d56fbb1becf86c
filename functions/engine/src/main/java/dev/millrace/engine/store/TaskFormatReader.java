package dev.millrace.engine.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.core.ErrorName;
import dev.millrace.core.TaskName;
import dev.millrace.engine.text.InstantText;
import dev.millrace.engine.text.JsonText;
import dev.millrace.engine.text.StoredTextException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Reads one record of an attempt. For one thread.
final class TaskFormatReader {
  private final JsonParser json;
  private @Nullable TaskName task;
  private OptionalInt index = OptionalInt.empty();
  private int attempt;
  private int step;
  private String status = "";
  private Payload output = new Payload.Inline(NullNode.instance);
  private String error = "";
  private String cause = "";
  private @Nullable Duration retryAfter;
  private JsonNode note = NullNode.instance;
  private @Nullable Instant wakeAt;
  private @Nullable Instant timeoutAt;
  private @Nullable Instant heartbeatAt;
  private @Nullable Instant startedAt;
  private @Nullable Instant firstStartedAt;
  private @Nullable Instant recordedAt;
  private String worker = "";
  private final List<TaskRecord.Earlier> history = new ArrayList<>();

  TaskFormatReader(JsonParser json) {
    this.json = json;
  }

  TaskRecord read() throws IOException {
    json.nextToken();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      if (json.currentToken() != JsonToken.FIELD_NAME) {
        throw new StoredTextException("a task's record is no JSON object");
      }
      var name = json.currentName();
      json.nextToken();
      field(name);
    }
    return new TaskRecord(
        required("task", task),
        index,
        attempt,
        step,
        content(),
        required("startedAt", startedAt),
        required("firstStartedAt", firstStartedAt),
        required("recordedAt", recordedAt),
        worker,
        history);
  }

  private void field(String name) throws IOException {
    switch (name) {
      case "format" ->
          StoredTextException.requireReadable(
              "a task's record", json.getIntValue(), TaskFormat.FORMAT);
      case "task" -> task = new TaskName(json.getText());
      case "index" -> index = OptionalInt.of(json.getIntValue());
      case "attempt" -> attempt = json.getIntValue();
      case "step" -> step = json.getIntValue();
      case "status" -> status = json.getText();
      case "output" -> output = PayloadFields.inline(json);
      case "outputRef" -> output = PayloadFields.reference(json);
      case "error" -> error = json.getText();
      case "cause" -> cause = json.getText();
      case "retryAfter" -> retryAfter = Duration.parse(json.getText());
      case "note" -> note = JsonText.readValue(json);
      case "wakeAt" -> wakeAt = InstantText.parse(json.getText());
      case "timeoutAt" -> timeoutAt = InstantText.parse(json.getText());
      case "heartbeatAt" -> heartbeatAt = InstantText.parse(json.getText());
      case "startedAt" -> startedAt = InstantText.parse(json.getText());
      case "firstStartedAt" -> firstStartedAt = InstantText.parse(json.getText());
      case "recordedAt" -> recordedAt = InstantText.parse(json.getText());
      case "worker" -> worker = json.getText();
      case "history" -> {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          history.add(earlier());
        }
      }
      default -> json.skipChildren();
    }
  }

  private TaskRecord.Content content() {
    return switch (status) {
      case "SUCCEEDED" -> new TaskRecord.Content.Succeeded(output);
      case "FAILED" ->
          new TaskRecord.Content.Failed(
              new ErrorName(error), cause, Optional.ofNullable(retryAfter));
      case "PARKED" ->
          new TaskRecord.Content.Parked(
              note,
              Optional.ofNullable(wakeAt),
              Optional.ofNullable(timeoutAt),
              Optional.ofNullable(heartbeatAt));
      default -> throw new StoredTextException("a task's record with the status " + status);
    };
  }

  private TaskRecord.Earlier earlier() throws IOException {
    var number = 0;
    Instant started = null;
    Instant ended = null;
    var name = "";
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var field = json.currentName();
      json.nextToken();
      switch (field) {
        case "attempt" -> number = json.getIntValue();
        case "startedAt" -> started = InstantText.parse(json.getText());
        case "endedAt" -> ended = InstantText.parse(json.getText());
        case "error" -> name = json.getText();
        default -> json.skipChildren();
      }
    }
    return new TaskRecord.Earlier(
        number,
        required("history.startedAt", started),
        required("history.endedAt", ended),
        new ErrorName(name));
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new StoredTextException("a task's record without `" + name + "`");
    }
    return value;
  }
}
