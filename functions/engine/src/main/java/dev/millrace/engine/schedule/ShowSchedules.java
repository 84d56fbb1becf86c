package dev.millrace.engine.schedule;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.DagName;
import dev.millrace.core.cron.Ticks;
import dev.millrace.definition.Definition;
import dev.millrace.definition.ScheduleDefinition;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Plans;
import dev.millrace.engine.text.InstantText;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// Shows how the schedules of a DAG stand, as JSON.
public final class ShowSchedules {
  /// Coming ticks that are shown of each schedule.
  private static final int TICKS_SHOWN = 5;

  private final ActOnTicks actOnTicks;
  private final Plans plans;
  private final Clock clock;

  /// Over what acts on ticks.
  public ShowSchedules(ActOnTicks actOnTicks, Plans plans, Clock clock) {
    this.actOnTicks = actOnTicks;
    this.plans = plans;
    this.clock = clock;
  }

  /// Shows them; empty when the DAG has no schedule.
  public Optional<ObjectNode> show(DagName dag) {
    return actOnTicks
        .find(dag)
        .filter(standing -> standing.version() > 0)
        .filter(
            standing -> standing.schedules().values().stream().anyMatch(ScheduleState::hasSchedule))
        .map(standing -> show(dag, standing));
  }

  private ObjectNode show(DagName dag, DagSchedules standing) {
    var definition = plans.of(dag, standing.version());
    var json = JsonNodeFactory.instance.objectNode();
    json.put("dag", dag.text()).put("version", standing.version());
    instant(json, "pausedSince", standing.pausedSince());
    var schedules = json.putArray("schedules");
    for (var each : definition.schedules()) {
      var state = standing.schedules().get(each.nameText());
      if (state != null) {
        show(schedules.addObject(), definition, each, standing, state);
      }
    }
    return json;
  }

  private void show(
      ObjectNode json,
      Definition definition,
      ScheduleDefinition each,
      DagSchedules standing,
      ScheduleState state) {
    var schedule = each.schedule();
    json.put("name", schedule.name().map(Object::toString).orElse(null));
    json.put("description", schedule.expression().inWords());
    json.put("timezone", schedule.timing().zone().getId());
    var since =
        Stream.of(standing.pausedSince(), state.pausedSince())
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    instant(json, "pausedSince", since);
    json.put("lastTick", state.last().map(Instant::toString).orElse(null));
    coming(json.putArray("next"), definition.ticksOf(each));
    json.put("skipped", state.skipped());
    var skips = json.putArray("skips");
    for (var skip : state.skips().reversed()) {
      skips
          .addObject()
          .put("first", skip.first().toString())
          .put("last", skip.last().toString())
          .put("count", skip.count())
          .put("reason", skip.reason().name())
          .put("at", InstantText.of(skip.at()));
    }
  }

  private void coming(ArrayNode json, Ticks ticks) {
    Stream.iterate(ticks.after(clock.now()), Optional::isPresent, tick -> ticks.after(tick.get()))
        .limit(TICKS_SHOWN)
        .forEach(tick -> json.addObject().put("at", tick.get().toString()));
  }

  private static void instant(ObjectNode json, String field, Optional<Instant> at) {
    json.put(field, at.map(InstantText::of).orElse(null));
  }
}
