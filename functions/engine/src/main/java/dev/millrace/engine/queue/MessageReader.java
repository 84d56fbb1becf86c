package dev.millrace.engine.queue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Outcome;
import dev.millrace.engine.text.InstantText;
import dev.millrace.engine.text.StoredTextException;
import dev.millrace.engine.text.WorkRanges;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one message. For one thread.
final class MessageReader {
  private final JsonParser json;
  private @Nullable RunId run;

  @FunctionalInterface
  private interface FieldReading {
    void of(String name) throws IOException;
  }

  MessageReader(JsonParser json) {
    this.json = json;
  }

  DispatchMessage dispatch() throws IOException {
    var fields =
        new Object() {
          @Nullable Instant wakeAt;
          @Nullable AssignmentId assignment;
          @Nullable Attempt cancelled;
          String note = "";
          String attempts = "";
          Lane lane = Lane.SHORT;
          int version;
          int epoch;
          int others;
        };
    message(
        name -> {
          switch (name) {
            case "wakeAt" -> fields.wakeAt = InstantText.parse(json.getText());
            case "assignment" -> fields.assignment = AssignmentId.parse(json.getText());
            case "cancel" -> fields.cancelled = WorkRanges.attempts(json.getText()).getFirst();
            case "note" -> fields.note = json.getText();
            case "attempts" -> fields.attempts = json.getText();
            case "lane" -> fields.lane = Lane.valueOf(json.getText());
            case "version" -> fields.version = json.getIntValue();
            case "epoch" -> fields.epoch = json.getIntValue();
            case "others" -> fields.others = json.getIntValue();
            default -> json.skipChildren();
          }
        });
    if (fields.wakeAt != null) {
      return new DispatchMessage.Wake(required("run", run), fields.wakeAt);
    }
    if (fields.cancelled != null) {
      return new DispatchMessage.Cancel(
          required("run", run),
          fields.version,
          fields.cancelled.work(),
          fields.cancelled.number(),
          fields.note);
    }
    return new DispatchMessage.Assignment(
        required("run", run),
        fields.version,
        fields.epoch,
        required("assignment", fields.assignment),
        WorkRanges.attempts(fields.attempts),
        fields.lane,
        fields.others);
  }

  ResultMessage result() throws IOException {
    var events = new ArrayList<Event>();
    var fields =
        new Object() {
          String deduplicationId = "";
        };
    message(
        name -> {
          switch (name) {
            case "deduplicationId" -> fields.deduplicationId = json.getText();
            case "outcomes" -> {
              while (json.nextToken() != JsonToken.END_ARRAY) {
                group(events);
              }
            }
            default -> json.skipChildren();
          }
        });
    return new ResultMessage(required("run", run), fields.deduplicationId, events);
  }

  private void message(FieldReading reading) throws IOException {
    json.nextToken();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      if (json.currentToken() != JsonToken.FIELD_NAME) {
        throw new StoredTextException("a message is no JSON object");
      }
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "format" ->
            StoredTextException.requireReadable(
                "a message", json.getIntValue(), DispatchMessage.FORMAT);
        case "run" -> run = new RunId(json.getText());
        default -> reading.of(name);
      }
    }
  }

  private void group(List<Event> events) throws IOException {
    var fields = new OutcomeFields();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "assignment" -> fields.assignment = AssignmentId.parse(json.getText());
        case "epoch" -> fields.epoch = json.getIntValue();
        case "attempts" -> fields.attempts = json.getText();
        case "outcome" -> fields.outcome = json.getText();
        case "error" -> fields.error = json.getText();
        case "startedAt" -> fields.startedAt = InstantText.parse(json.getText());
        case "retryAfter" -> fields.retryAfter = Duration.parse(json.getText());
        case "wakeAt" -> fields.wakeAt = InstantText.parse(json.getText());
        case "timeoutAt" -> fields.timeoutAt = InstantText.parse(json.getText());
        case "heartbeatAt" -> fields.heartbeatAt = InstantText.parse(json.getText());
        default -> json.skipChildren();
      }
    }
    fields.addTo(events);
  }

  private static final class OutcomeFields {
    private @Nullable AssignmentId assignment;
    private int epoch;
    private String attempts = "";
    private String outcome = "";
    private String error = "";
    private @Nullable Instant startedAt;
    private @Nullable Duration retryAfter;
    private @Nullable Instant wakeAt;
    private @Nullable Instant timeoutAt;
    private @Nullable Instant heartbeatAt;

    private void addTo(List<Event> events) {
      var ended = outcome();
      for (var attempt : WorkRanges.attempts(attempts)) {
        events.add(
            assignment != null
                ? new Event.Reported(assignment, attempt, ended)
                : new Event.Answered(epoch, attempt, ended));
      }
    }

    private Outcome outcome() {
      return switch (outcome) {
        case "SUCCEEDED" -> new Outcome.Succeeded();
        case "FAILED" ->
            new Outcome.Failed(
                new ErrorName(error),
                required("startedAt", startedAt),
                Optional.ofNullable(retryAfter));
        case "PARKED" ->
            new Outcome.Parked(
                Optional.ofNullable(wakeAt),
                Optional.ofNullable(timeoutAt),
                Optional.ofNullable(heartbeatAt));
        default -> throw new StoredTextException("a message with the outcome " + outcome);
      };
    }
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new StoredTextException("a message without `" + name + "`");
    }
    return value;
  }
}
