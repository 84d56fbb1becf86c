package dev.millrace.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.aws.scheduler.TickInput;
import dev.millrace.core.DagName;
import dev.millrace.engine.event.StartByArrival.Arrival;
import dev.millrace.engine.text.JsonText;
import dev.millrace.engine.text.StoredTextException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/// What asks for runs: ticks of schedules, webhooks, and events of services.
sealed interface StartEvent {
  /// A scheduled instant. Whatever schedule it is of, all that is due for the DAG is looked at.
  record Tick(DagName dag, Instant at) implements StartEvent {}

  /// A webhook, as the HTTP API hands it over.
  record Webhook(JsonNode request) implements StartEvent {}

  /// Events that came together; each is an event of its own.
  record Arrivals(List<Arrival> arrivals) implements StartEvent {
    /// Copies the list.
    public Arrivals {
      arrivals = List.copyOf(arrivals);
    }
  }

  /// Messages of a queue, which come back when they are not taken.
  record Messages(JsonNode records) implements StartEvent {}

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
    if (event.at("/requestContext/http").isObject()) {
      return new Webhook(event);
    }
    if (event.path("source").asText().equals("millrace")) {
      return new Awake();
    }
    var records = event.path("Records");
    if (records.isArray()) {
      return records(records);
    }
    if (event.path("Event").asText().equals("s3:TestEvent")) {
      return new Awake(); // what S3 sends when a notification is set up
    }
    if (event.has("detail-type")) {
      return new Arrivals(ServiceEvents.ofBus(event));
    }
    try {
      var tick = TickInput.read(event);
      return new Tick(tick.dag(), tick.tick());
    } catch (StoredTextException e) {
      return new Refused(String.valueOf(e.getMessage()));
    }
  }

  private static StartEvent records(JsonNode records) {
    var service = records.path(0).path("eventSource").asText();
    return switch (service) {
      case "aws:sqs" -> new Messages(records);
      case "aws:s3" -> new Arrivals(ServiceEvents.ofBuckets(records));
      default -> new Refused("records of \"%s\" start no DAG".formatted(service));
    };
  }
}
