package dev.millrace.aws.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.schedule.ScheduleName;
import dev.millrace.engine.text.StoredTextException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What a schedule calls the function `start` with: `{"dag", "schedule", "tick"}`. Sample:
/// events/start-tick.json.
///
/// @param tick in whole seconds, as ids of runs have them
public record TickInput(DagName dag, Instant tick) {
  /// EventBridge puts the scheduled instant in its place.
  public static final String SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";

  static String write(DagName dag, String schedule, String tick) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("dag", dag.text())
        .put("schedule", schedule)
        .put("tick", tick)
        .toString();
  }

  /// Reads one.
  ///
  /// @throws StoredTextException saying what is wrong with it
  public static TickInput read(JsonNode input) {
    var dag = input.path("dag").asText();
    var schedule = input.path("schedule").asText();
    if (!DagName.isValid(dag)) {
      throw new StoredTextException("the event names no DAG in its field dag: " + input);
    }
    if (!schedule.isEmpty() && !ScheduleName.isValid(schedule)) {
      throw new StoredTextException(
          "no schedule can be named as its field schedule says: " + input);
    }
    try {
      // Scheduler gives whole minutes.
      var at = Instant.parse(input.path("tick").asText()).truncatedTo(ChronoUnit.SECONDS);
      return new TickInput(new DagName(dag), at);
    } catch (DateTimeException e) {
      throw new StoredTextException("the event's field tick is no instant: " + input, e);
    }
  }
}
