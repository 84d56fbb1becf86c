package dev.millrace.engine.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.schedule.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeMap;

/// Schedules' state as JSON that people can read.
final class ScheduleFormat {
  private static final int FORMAT = 1;

  private ScheduleFormat() {}

  static ObjectNode write(DagSchedules dag) {
    var json = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
    json.put("version", dag.version());
    dag.pausedSince().ifPresent(since -> json.put("pausedSince", since.toString()));
    dag.next().ifPresent(at -> json.put("next", at.toString()));
    var schedules = json.putObject("schedules");
    dag.schedules().forEach((name, state) -> write(schedules.putObject(name), state));
    return json;
  }

  private static void write(ObjectNode json, ScheduleState state) {
    json.put("decided", state.decided().toString());
    state.pausedSince().ifPresent(since -> json.put("pausedSince", since.toString()));
    json.put("document", state.document().name());
    state.last().ifPresent(tick -> json.put("last", tick.toString()));
    if (!state.starting().isEmpty()) {
      var starting = json.putArray("starting");
      state.starting().forEach(each -> write(starting.addObject(), each));
    }
    if (!state.skips().isEmpty()) {
      var skips = json.putArray("skips");
      for (var skip : state.skips()) {
        skips
            .addObject()
            .put("first", skip.first().toString())
            .put("last", skip.last().toString())
            .put("count", skip.count())
            .put("reason", skip.reason().name())
            .put("at", skip.at().toString());
      }
      json.put("skipped", state.skipped());
    }
    if (!state.hasSchedule()) {
      json.put("removed", true);
    }
  }

  private static void write(ObjectNode json, Starting starting) {
    json.put("tick", starting.tick().toString());
    json.put("version", starting.version());
    switch (starting.manner()) {
      case Starting.Manner.AtOnce _ -> json.put("manner", "atOnce");
      case Starting.Manner.InLine _ -> json.put("manner", "inLine");
      case Starting.Manner.InTheirPlace _ -> json.put("manner", "inTheirPlace");
      case Starting.Manner.Cancelling(var former) ->
          json.put("manner", "cancelling").put("former", former.toString());
    }
  }

  static DagSchedules read(JsonNode json) {
    var schedules = new TreeMap<String, ScheduleState>();
    json.path("schedules")
        .properties()
        .forEach(each -> schedules.put(each.getKey(), state(each.getValue())));
    return new DagSchedules(
        json.path("version").asInt(),
        instant(json, "pausedSince"),
        instant(json, "next"),
        schedules);
  }

  private static ScheduleState state(JsonNode json) {
    var starting = new ArrayList<Starting>();
    json.path("starting").forEach(each -> starting.add(starting(each)));
    var skips = new ArrayList<Skip>();
    for (var skip : json.path("skips")) {
      skips.add(
          new Skip(
              instant(skip, "first").orElseThrow(),
              instant(skip, "last").orElseThrow(),
              skip.path("count").asLong(),
              Skip.Reason.valueOf(skip.path("reason").asText()),
              instant(skip, "at").orElseThrow()));
    }
    return new ScheduleState(
        instant(json, "decided").orElseThrow(),
        instant(json, "pausedSince"),
        Schedule.Activity.valueOf(json.path("document").asText()),
        instant(json, "last"),
        starting,
        skips,
        json.path("skipped").asLong(),
        !json.path("removed").asBoolean());
  }

  private static Starting starting(JsonNode json) {
    var manner =
        switch (json.path("manner").asText()) {
          case "atOnce" -> new Starting.Manner.AtOnce();
          case "inLine" -> new Starting.Manner.InLine();
          case "inTheirPlace" -> new Starting.Manner.InTheirPlace();
          case "cancelling" ->
              new Starting.Manner.Cancelling(instant(json, "former").orElseThrow());
          default -> throw new IllegalStateException("no manner of starting: " + json);
        };
    return new Starting(instant(json, "tick").orElseThrow(), json.path("version").asInt(), manner);
  }

  private static Optional<Instant> instant(JsonNode json, String field) {
    return Optional.ofNullable(json.path(field).textValue()).map(Instant::parse);
  }
}
