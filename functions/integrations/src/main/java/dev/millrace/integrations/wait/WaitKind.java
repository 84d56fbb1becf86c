package dev.millrace.integrations.wait;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.definition.Durations;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.arguments.Fields;
import dev.millrace.integrations.arguments.KindSchema;
import dev.millrace.integrations.arguments.Problems;
import dev.millrace.integrations.arguments.Stage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// `wait`: parks for a duration or until an instant. The instant to wake at is fixed once, when the
/// attempt executes, and kept in the note, so that whatever is delivered twice or too early later
/// moves nothing.
public final class WaitKind implements TaskKind {
  private static final String WAKE_AT = "wakeAt";
  private static final String EXAMPLE =
      "Write wait: {for: 5m} or wait: {until: \"2026-11-23T06:00:00Z\"}.";

  /// Exactly six fraction digits, so that instants sort as text (interfaces.md).
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  @Override
  public String name() {
    return "wait";
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    var problems = new Problems();
    read(arguments, Stage.WRITTEN, problems);
    return problems.all();
  }

  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(true, true);
  }

  @Override
  public JsonNode schema() {
    return KindSchema.beside(WaitKind.class, name());
  }

  @Override
  public boolean blocks() {
    return false;
  }

  @Override
  public boolean reachesOutside() {
    return false;
  }

  @Override
  public Execution execute(AttemptContext attempt) {
    var problems = new Problems();
    var end = read(attempt.arguments(), Stage.EVALUATED, problems);
    if (end.isEmpty()) {
      return problems.failure();
    }
    var now = attempt.now();
    var wakeAt = end.get().from(now).truncatedTo(ChronoUnit.MICROS);
    if (wakeAt.isAfter(now.plus(Durations.LONGEST))) {
      return tooFar(wakeAt, problems, attempt.arguments());
    }
    return until(wakeAt, now);
  }

  @Override
  public Execution resume(AttemptContext attempt) {
    var note = attempt.note().orElseThrow(() -> new IllegalStateException("a wait without note"));
    return until(Instant.parse(note.path(WAKE_AT).textValue()), attempt.now());
  }

  private static Execution until(Instant wakeAt, Instant now) {
    if (wakeAt.isAfter(now)) {
      return new Execution.Parked(only(WAKE_AT, wakeAt), Optional.of(wakeAt));
    }
    return new Execution.Done(only("waitedUntil", wakeAt));
  }

  private static JsonNode only(String key, Instant instant) {
    return JsonNodeFactory.instance.objectNode().put(key, INSTANT.format(instant));
  }

  private static Execution tooFar(Instant wakeAt, Problems problems, JsonNode arguments) {
    Fields.of(arguments, Stage.EVALUATED, problems, EXAMPLE)
        .at(
            "until",
            "\"until\" is %s, more than %s away."
                .formatted(INSTANT.format(wakeAt), Durations.inWords(Durations.LONGEST)),
            "Wait for an instant within the time that a run may last.");
    return problems.failure();
  }

  private static Optional<WaitEnd> read(JsonNode arguments, Stage stage, Problems problems) {
    var fields = Fields.of(arguments, stage, problems, EXAMPLE);
    fields.refuseUnknownKeys(List.of("for", "until"), List.of());
    if (fields.has("for") && fields.has("until")) {
      fields.at("until", "\"for\" and \"until\" do not mix.", "Keep one of them.");
    } else if (!fields.has("for") && !fields.has("until")) {
      fields.missing("for", EXAMPLE);
    }
    var after = fields.duration("for").<WaitEnd>map(WaitEnd.After::new);
    var at = fields.instant("until").<WaitEnd>map(WaitEnd.At::new);
    return problems.isEmpty() ? after.or(() -> at) : Optional.empty();
  }
}
