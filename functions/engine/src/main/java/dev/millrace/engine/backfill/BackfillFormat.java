package dev.millrace.engine.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.RunStatus;
import dev.millrace.engine.text.InstantText;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/// Backfills as JSON: as they are stored, and as people are shown them.
public final class BackfillFormat {
  private static final int FORMAT = 1;

  private BackfillFormat() {}

  static ObjectNode write(Backfill backfill) {
    var asked = backfill.asked();
    var json = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
    json.put("id", asked.id().text()).put("version", asked.version());
    json.put("schedule", asked.schedule());
    json.put("from", asked.from().toString()).put("to", asked.to().toString());
    json.put("concurrency", asked.concurrency());
    json.put("order", asked.order().name()).put("rerun", asked.rerun().name());
    asked.input().ifPresent(input -> json.set("input", input));
    json.put("ticks", asked.ticks()).put("at", asked.at().toString());
    json.put("status", backfill.status().name());
    backfill.reached().ifPresent(tick -> json.put("reached", tick.toString()));
    json.put("left", backfill.left());
    json.put("existing", backfill.existing()).put("refused", backfill.refused());
    var taken = json.putObject("taken");
    backfill.taken().forEach((tick, how) -> write(taken, tick.toString(), how));
    var ended = json.putObject("ended");
    backfill.ended().forEach((status, count) -> ended.put(status.name(), count));
    backfill.endedAt().ifPresent(at -> json.put("endedAt", at.toString()));
    return json;
  }

  private static void write(ObjectNode json, String tick, Taken how) {
    switch (how) {
      case Taken.ToStart _ -> json.put(tick, "start");
      case Taken.ToRedrive(var epoch) -> json.put(tick, epoch);
      case Taken.Open _ -> json.put(tick, "open");
    }
  }

  static Backfill read(JsonNode json) {
    var asked =
        new Asked(
            new BackfillId(json.path("id").asText()),
            json.path("version").asInt(),
            json.path("schedule").asText(),
            instant(json, "from").orElseThrow(),
            instant(json, "to").orElseThrow(),
            json.path("concurrency").asInt(),
            Asked.Order.valueOf(json.path("order").asText()),
            Asked.Rerun.valueOf(json.path("rerun").asText()),
            Optional.ofNullable(json.get("input")),
            json.path("ticks").asInt(),
            instant(json, "at").orElseThrow());
    var taken = new TreeMap<Instant, Taken>();
    json.path("taken")
        .properties()
        .forEach(each -> taken.put(Instant.parse(each.getKey()), taken(each.getValue())));
    var ended = new TreeMap<RunStatus, Integer>();
    json.path("ended")
        .properties()
        .forEach(each -> ended.put(RunStatus.valueOf(each.getKey()), each.getValue().asInt()));
    return new Backfill(
        asked,
        Backfill.Status.valueOf(json.path("status").asText()),
        instant(json, "reached"),
        json.path("left").asInt(),
        taken,
        json.path("existing").asInt(),
        json.path("refused").asInt(),
        ended,
        instant(json, "endedAt"));
  }

  private static Taken taken(JsonNode json) {
    if (json.isInt()) {
      return new Taken.ToRedrive(json.intValue());
    }
    return switch (json.asText()) {
      case "start" -> new Taken.ToStart();
      case "open" -> new Taken.Open();
      default -> throw new IllegalStateException("no way to take a tick: " + json);
    };
  }

  private static Optional<Instant> instant(JsonNode json, String field) {
    return Optional.ofNullable(json.path(field).textValue()).map(Instant::parse);
  }

  /// What people are shown.
  public static ObjectNode show(Backfill backfill) {
    var asked = backfill.asked();
    var json = JsonNodeFactory.instance.objectNode();
    json.put("backfill", asked.id().text());
    json.put("dag", asked.id().dag().text()).put("version", asked.version());
    json.put("schedule", asked.scheduleName().orElse(null));
    json.put("status", backfill.status().name());
    json.put("from", asked.from().toString()).put("to", asked.to().toString());
    json.put("concurrency", asked.concurrency());
    json.put("order", asked.order().name().toLowerCase(Locale.ROOT));
    json.put("rerun", asked.rerun().name().toLowerCase(Locale.ROOT));
    json.set("input", asked.input().orElse(null));
    json.put("ticks", asked.ticks()).put("left", backfill.left());
    var over = backfill.ended().values().stream().mapToInt(Integer::intValue).sum();
    json.put("started", backfill.taken().size() + over);
    json.put("existing", backfill.existing()).put("refused", backfill.refused());
    var ended = json.putObject("ended");
    backfill.ended().forEach((status, count) -> ended.put(status.name(), count));
    var open = json.putArray("open");
    backfill.taken().keySet().forEach(tick -> open.add(asked.run(tick).text()));
    json.put("reached", backfill.reached().map(Instant::toString).orElse(null));
    json.put("startedAt", InstantText.of(asked.at()));
    json.put("endedAt", backfill.endedAt().map(InstantText::of).orElse(null));
    return json;
  }
}
