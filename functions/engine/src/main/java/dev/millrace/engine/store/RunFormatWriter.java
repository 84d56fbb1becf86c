package dev.millrace.engine.store;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.plan.RetryTally;
import dev.millrace.core.run.Custody;
import dev.millrace.core.run.InFlight;
import dev.millrace.core.run.Issuer;
import dev.millrace.core.run.Outstanding;
import dev.millrace.core.run.Pending;
import dev.millrace.core.run.RunState;
import dev.millrace.core.run.TaskStates;
import dev.millrace.engine.text.InstantText;
import dev.millrace.engine.text.JsonText;
import dev.millrace.engine.text.Packed;
import dev.millrace.engine.text.WorkRanges;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes one run. For one thread.
final class RunFormatWriter {
  /// A map of more works than this is packed: nobody reads it, and it is written at every advance.
  private static final int PLAIN_WORKS_MAX = 64;

  private final JsonGenerator json;

  private record Group(Issuer by, Custody custody, Lane lane) {}

  @FunctionalInterface
  private interface ValueWriting<V> {
    void to(JsonGenerator json, V value) throws IOException;
  }

  RunFormatWriter(JsonGenerator json) {
    this.json = json;
  }

  void write(RunRecord record) throws IOException {
    var state = record.state();
    json.writeStartObject();
    json.writeNumberField("format", RunFormat.FORMAT);
    json.writeStringField("run", record.run().text());
    json.writeStringField("dag", record.dag().text());
    json.writeNumberField("version", record.version());
    json.writeStringField("digest", record.digest());
    json.writeStringField("status", state.status().name());
    if (state.stop().isPresent()) {
      json.writeStringField("stop", state.stop().get().name());
    }
    json.writeNumberField("seq", state.seq());
    json.writeNumberField("epoch", state.epoch());
    json.writeNumberField("seed", state.seed());
    if (record.tick().isPresent()) {
      json.writeStringField("tick", record.tick().get().toString());
    }
    json.writeStringField("startedAt", InstantText.of(state.startedAt()));
    json.writeStringField("deadline", InstantText.of(state.deadline()));
    instant("endedAt", state.endedAt());
    json.writeStringField("nextCheck", InstantText.of(record.nextCheck()));
    origin(record.origin());
    if (record.input().isPresent()) {
      PayloadFields.write(json, "input", record.input().get());
    }
    if (record.error().isPresent()) {
      error(record.error().get());
    }
    counts(state.tasks());
    json.writeStringField("states", LetterRuns.of(state.tasks().letters()));
    works("attempts", state.attempts(), JsonGenerator::writeNumber);
    maps(state);
    works("pending", state.pending(), RunFormatWriter::pending);
    works("tallies", state.tallies(), RunFormatWriter::tally);
    inFlight(state.inFlight());
    outbox(state.outbox());
    if (state.wake().isPresent()) {
      json.writeObjectFieldStart("wake");
      json.writeStringField("at", InstantText.of(state.wake().get().at()));
      issuer(state.wake().get().by());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void origin(Origin origin) throws IOException {
    if (!origin.group().isEmpty()) {
      json.writeArrayFieldStart("group");
      for (var task : origin.group()) {
        json.writeString(task.text());
      }
      json.writeEndArray();
    }
    if (origin.parent().isPresent()) {
      var parent = origin.parent().get();
      json.writeObjectFieldStart("parent");
      json.writeStringField("run", parent.run().text());
      json.writeStringField("task", parent.task().text());
      if (parent.index().isPresent()) {
        json.writeNumberField("index", parent.index().getAsInt());
      }
      json.writeNumberField("job", parent.job());
      json.writeNumberField("depth", parent.depth());
      json.writeBooleanField("awaits", parent.awaits());
      json.writeEndObject();
    }
    if (origin.chunk().isPresent()) {
      var chunk = origin.chunk().get();
      json.writeObjectFieldStart("chunk");
      json.writeNumberField("first", chunk.first());
      json.writeNumberField("tolerate", chunk.tolerate());
      json.writeNumberField("round", chunk.round());
      json.writeEndObject();
    }
    if (origin.follows() > 0) {
      json.writeNumberField("follows", origin.follows());
    }
    if (origin.admission().isPresent()) {
      var admission = origin.admission().get();
      json.writeObjectFieldStart("admission");
      json.writeStringField("asked", InstantText.of(admission.asked()));
      if (admission.line().isPresent()) {
        var line = admission.line().get();
        json.writeStringField("line", line.name());
        if (line.givesWay()) {
          json.writeBooleanField("givesWay", true);
        }
      }
      if (admission.backfill().isPresent()) {
        json.writeStringField("backfill", admission.backfill().get());
      }
      json.writeEndObject();
    }
  }

  private void instant(String name, Optional<Instant> at) throws IOException {
    if (at.isPresent()) {
      json.writeStringField(name, InstantText.of(at.get()));
    }
  }

  private void error(RunError error) throws IOException {
    json.writeObjectFieldStart("error");
    json.writeStringField("name", error.name().text());
    json.writeStringField("cause", error.cause());
    if (error.task().isPresent()) {
      json.writeStringField("task", error.task().get().text());
    }
    json.writeEndObject();
  }

  private void counts(TaskStates tasks) throws IOException {
    json.writeObjectFieldStart("counts");
    for (var state : TaskState.values()) {
      if (tasks.count(state) > 0) {
        json.writeNumberField(state.name(), tasks.count(state));
      }
    }
    json.writeEndObject();
  }

  private void maps(RunState state) throws IOException {
    if (state.maps().isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("maps");
    for (var entry : state.maps().entrySet()) {
      json.writeObjectFieldStart(entry.getKey().toString());
      json.writeStringField("states", LetterRuns.of(entry.getValue().letters()));
      if (entry.getValue().attemptsBefore() > 0) {
        json.writeNumberField("attemptsBefore", entry.getValue().attemptsBefore());
      }
      if (entry.getValue().areChunks()) {
        json.writeNumberField("items", entry.getValue().items());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /// A sparse map of works; those with the same value stand together.
  private <V> void works(String name, SortedMap<Work, V> map, ValueWriting<V> writing)
      throws IOException {
    if (map.isEmpty()) {
      return;
    }
    json.writeFieldName(name);
    if (map.size() <= PLAIN_WORKS_MAX) {
      ranges(json, map, writing);
    } else {
      json.writeString(Packed.packAlways(JsonText.write(inner -> ranges(inner, map, writing))));
    }
  }

  private static <V> void ranges(
      JsonGenerator json, SortedMap<Work, V> map, ValueWriting<V> writing) throws IOException {
    var sameValue = new LinkedHashMap<V, List<Work>>();
    for (var entry : map.entrySet()) {
      sameValue.computeIfAbsent(entry.getValue(), _ -> new ArrayList<>()).add(entry.getKey());
    }
    json.writeStartObject();
    for (var entry : sameValue.entrySet()) {
      json.writeFieldName(WorkRanges.ofWorks(entry.getValue()));
      writing.to(json, entry.getKey());
    }
    json.writeEndObject();
  }

  private static void pending(JsonGenerator json, Pending waits) throws IOException {
    json.writeStartObject();
    switch (waits) {
      case Pending.Retrying(var due) -> json.writeStringField("retryAt", InstantText.of(due));
      case Pending.Parked(var step, var wakeAt, var timeoutAt, var heartbeatAt) -> {
        json.writeNumberField("parked", step);
        if (wakeAt.isPresent()) {
          json.writeStringField("wakeAt", InstantText.of(wakeAt.get()));
        }
        if (timeoutAt.isPresent()) {
          json.writeStringField("timeoutAt", InstantText.of(timeoutAt.get()));
        }
        if (heartbeatAt.isPresent()) {
          json.writeStringField("heartbeatAt", InstantText.of(heartbeatAt.get()));
        }
      }
      case Pending.Resuming(var step) -> json.writeNumberField("resuming", step);
    }
    json.writeEndObject();
  }

  private static void tally(JsonGenerator json, RetryTally tally) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("used");
    for (var used : tally.used()) {
      json.writeNumber(used);
    }
    json.writeEndArray();
    json.writeStringField("firstStartedAt", InstantText.of(tally.firstStartedAt()));
    json.writeEndObject();
  }

  private void inFlight(SortedMap<AssignmentId, InFlight> inFlight) throws IOException {
    if (inFlight.isEmpty()) {
      return;
    }
    var groups = new LinkedHashMap<Group, SortedMap<AssignmentId, InFlight>>();
    for (var entry : inFlight.entrySet()) {
      var assignment = entry.getValue();
      groups
          .computeIfAbsent(
              new Group(assignment.by(), assignment.custody(), assignment.lane()),
              _ -> new TreeMap<>())
          .put(entry.getKey(), assignment);
    }
    json.writeArrayFieldStart("inFlight");
    for (var entry : groups.entrySet()) {
      json.writeStartObject();
      group(entry.getKey());
      assignments(entry.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void group(Group group) throws IOException {
    switch (group.custody()) {
      case Custody.Held(var lease) -> {
        json.writeObjectFieldStart("held");
        json.writeStringField("invocation", lease.invocation());
        json.writeStringField("until", InstantText.of(lease.until()));
        json.writeNumberField("host", lease.host());
        json.writeEndObject();
      }
      case Custody.Sent(var at, var times) -> {
        json.writeStringField("sentAt", InstantText.of(at));
        json.writeNumberField("times", times);
      }
    }
    if (group.lane() != Lane.SHORT) {
      json.writeStringField("lane", group.lane().name());
    }
    issuer(group.by());
  }

  private void assignments(Map<AssignmentId, InFlight> assignments) throws IOException {
    json.writeObjectFieldStart("assignments");
    for (var entry : assignments.entrySet()) {
      json.writeStringField(
          entry.getKey().toString(), WorkRanges.ofAttempts(entry.getValue().attempts()));
    }
    json.writeEndObject();
  }

  private void outbox(List<Outstanding> outbox) throws IOException {
    if (outbox.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("outbox");
    for (var from = 0; from < outbox.size(); ) {
      var to = from + 1;
      while (to < outbox.size() && standTogether(outbox.get(from), outbox.get(to))) {
        to++;
      }
      json.writeStartObject();
      commands(outbox.subList(from, to));
      issuer(outbox.get(from).by());
      json.writeEndObject();
      from = to;
    }
    json.writeEndArray();
  }

  private static boolean standTogether(Outstanding some, Outstanding next) {
    return some instanceof Outstanding.CancelParked
        && next instanceof Outstanding.CancelParked
        && some.by().equals(next.by());
  }

  private void commands(List<Outstanding> alike) throws IOException {
    var cancelled = new ArrayList<Attempt>(alike.size());
    for (var command : alike) {
      switch (command) {
        case Outstanding.CancelParked(var work, var attempt, _) ->
            cancelled.add(Attempt.first(work, attempt));
        case Outstanding.TellParent _ -> json.writeBooleanField("tellParent", true);
        case Outstanding.LeavePlace _ -> json.writeBooleanField("leavePlace", true);
        case Outstanding.StartFollowers _ -> json.writeBooleanField("startFollowers", true);
      }
    }
    if (!cancelled.isEmpty()) {
      json.writeStringField("cancelParked", WorkRanges.ofAttempts(cancelled));
    }
  }

  private void issuer(Issuer by) throws IOException {
    json.writeObjectFieldStart("by");
    json.writeStringField("message", by.message());
    json.writeStringField("invocation", by.invocation());
    json.writeNumberField("write", by.write());
    json.writeEndObject();
  }
}
