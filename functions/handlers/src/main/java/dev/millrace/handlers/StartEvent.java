package dev.millrace.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.engine.text.JsonText;
import dev.millrace.engine.text.StoredTextException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What asks for runs: for now, ticks of schedules.
sealed interface StartEvent {
  /// A scheduled instant. Whatever schedule it is of, all that is due for the DAG is looked at.
  record Tick(DagName dag, Instant at) implements StartEvent {}

  /// The stack keeps the function alive; nothing is asked for.
  record Awake() implements StartEvent {}

  /// Nothing that starts anything.
  record Refused(String why) implements StartEvent {}

  /// Reads an event.
  static StartEvent read(InputStream in) throws IOException {
    JsonNode event;
    try {
      event = JsonText.readUtf8(in.readAllBytes());
    } catch (StoredTextException e) {
      return new Refused("the event is no JSON");
    }
    if (event.path("source").asText().equals("millrace")) {
      return new Awake();
    }
    if (event.has("detail-type")) {
      return new Refused(
          "events of a bus start no DAG yet: source %s, detail-type %s"
              .formatted(event.path("source").asText(), event.path("detail-type").asText()));
    }
    return tick(event);
  }

  private static StartEvent tick(JsonNode event) {
    var dag = event.path("dag").asText();
    var schedule = event.path("schedule").asText();
    if (!DagName.isValid(dag)) {
      return new Refused("the event names no DAG in its field dag: " + event);
    }
    if (!schedule.isEmpty() && !RunId.isValidStartName(schedule)) {
      return new Refused("no schedule can be named as its field schedule says: " + event);
    }
    try {
      // Scheduler gives whole minutes; run ids have whole seconds.
      var at = Instant.parse(event.path("tick").asText()).truncatedTo(ChronoUnit.SECONDS);
      return new Tick(new DagName(dag), at);
    } catch (DateTimeException e) {
      return new Refused("the event's field tick is no instant: " + event);
    }
  }
}
