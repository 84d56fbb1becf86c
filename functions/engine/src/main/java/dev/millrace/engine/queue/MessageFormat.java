package dev.millrace.engine.queue;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Outcome;
import dev.millrace.engine.text.InstantText;
import dev.millrace.engine.text.JsonText;
import dev.millrace.engine.text.WorkRanges;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Messages of the queues as JSON text. Attempts stand as ranges such as `17-26#1` (see
/// [WorkRanges]). Code reads this format and the one before; fields that it does not know it
/// passes over.
public final class MessageFormat {
  private MessageFormat() {}

  /// Writes a message of a dispatch queue.
  public static String write(DispatchMessage message) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeNumberField("format", DispatchMessage.FORMAT);
          json.writeStringField("run", message.run().text());
          switch (message) {
            case DispatchMessage.Assignment assignment -> assignment(json, assignment);
            case DispatchMessage.Cancel(_, var version, var work, var attempt, var note) -> {
              json.writeNumberField("version", version);
              json.writeStringField(
                  "cancel", WorkRanges.ofAttempts(List.of(Attempt.first(work, attempt))));
              json.writeStringField("note", note);
            }
            case DispatchMessage.Wake(_, var at) ->
                json.writeStringField("wakeAt", InstantText.of(at));
          }
          json.writeEndObject();
        });
  }

  private static void assignment(JsonGenerator json, DispatchMessage.Assignment assignment)
      throws IOException {
    json.writeStringField("assignment", assignment.id().toString());
    json.writeStringField("attempts", WorkRanges.ofAttempts(assignment.attempts()));
    json.writeStringField("lane", assignment.lane().name());
    json.writeNumberField("version", assignment.version());
    json.writeNumberField("epoch", assignment.epoch());
    json.writeNumberField("others", assignment.others());
  }

  /// Writes a message of the results queue.
  public static String write(ResultMessage message) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeNumberField("format", DispatchMessage.FORMAT);
          json.writeStringField("run", message.run().text());
          json.writeStringField("deduplicationId", message.deduplicationId());
          json.writeArrayFieldStart("outcomes");
          for (var group : grouped(message.events())) {
            group(json, group);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /// Neighbours that came about in the same way.
  ///
  /// @param assignment empty when the outcome came from outside
  /// @param epoch of an outcome from outside; 0 otherwise
  private record Group(
      Optional<AssignmentId> assignment, int epoch, Outcome outcome, List<Attempt> attempts) {
    private boolean takes(Group other) {
      return assignment.equals(other.assignment)
          && epoch == other.epoch
          && outcome.equals(other.outcome);
    }
  }

  private static List<Group> grouped(List<Event> events) {
    var groups = new ArrayList<Group>();
    for (var event : events) {
      var one = groupOf(event);
      if (!groups.isEmpty() && groups.getLast().takes(one)) {
        groups.getLast().attempts().addAll(one.attempts());
      } else {
        groups.add(one);
      }
    }
    return groups;
  }

  private static Group groupOf(Event event) {
    return switch (event) {
      case Event.Reported(var assignment, var attempt, var outcome) ->
          new Group(Optional.of(assignment), 0, outcome, new ArrayList<>(List.of(attempt)));
      case Event.Answered(var epoch, var attempt, var outcome) ->
          new Group(Optional.empty(), epoch, outcome, new ArrayList<>(List.of(attempt)));
      case Event.Started _,
          Event.Admitted _,
          Event.MayStart _,
          Event.Skips _,
          Event.Expanded _,
          Event.EvaluationFailed _,
          Event.Due _,
          Event.HeartbeatSeen _,
          Event.StopFound _,
          Event.CancelRequested _,
          Event.OutputFailed _ ->
          throw new IllegalArgumentException("not an outcome to be sent: " + event);
    };
  }

  private static void group(JsonGenerator json, Group group) throws IOException {
    json.writeStartObject();
    if (group.assignment().isPresent()) {
      json.writeStringField("assignment", group.assignment().get().toString());
    } else {
      json.writeNumberField("epoch", group.epoch());
    }
    json.writeStringField("attempts", WorkRanges.ofAttempts(group.attempts()));
    switch (group.outcome()) {
      case Outcome.Succeeded() -> json.writeStringField("outcome", "SUCCEEDED");
      case Outcome.Failed(var error, var startedAt, var retryAfter) -> {
        json.writeStringField("outcome", "FAILED");
        json.writeStringField("error", error.text());
        json.writeStringField("startedAt", InstantText.of(startedAt));
        if (retryAfter.isPresent()) {
          json.writeStringField("retryAfter", retryAfter.get().toString());
        }
      }
      case Outcome.Parked(var wakeAt, var timeoutAt, var heartbeatAt) -> {
        json.writeStringField("outcome", "PARKED");
        instant(json, "wakeAt", wakeAt);
        instant(json, "timeoutAt", timeoutAt);
        instant(json, "heartbeatAt", heartbeatAt);
      }
    }
    json.writeEndObject();
  }

  private static void instant(JsonGenerator json, String name, Optional<Instant> at)
      throws IOException {
    if (at.isPresent()) {
      json.writeStringField(name, InstantText.of(at.get()));
    }
  }

  /// Reads a message of a dispatch queue.
  ///
  /// @throws dev.millrace.engine.text.StoredTextException when a newer version wrote it, or it is
  ///     damaged
  public static DispatchMessage readDispatch(String text) {
    return JsonText.read("a message", text, json -> new MessageReader(json).dispatch());
  }

  /// Reads a message of the results queue.
  ///
  /// @throws dev.millrace.engine.text.StoredTextException when a newer version wrote it, or it is
  ///     damaged
  public static ResultMessage readResult(String text) {
    return JsonText.read("a message", text, json -> new MessageReader(json).result());
  }
}
