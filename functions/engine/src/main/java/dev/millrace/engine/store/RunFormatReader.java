package dev.millrace.engine.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.core.DagName;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.run.RunState;
import dev.millrace.core.run.StopCause;
import dev.millrace.core.run.TaskStates;
import dev.millrace.core.run.Wake;
import dev.millrace.engine.text.InstantText;
import dev.millrace.engine.text.StoredTextException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Reads one run. For one thread.
final class RunFormatReader {
  private final JsonParser json;
  private final StateFields state;
  private @Nullable RunId run;
  private @Nullable DagName dag;
  private int version;
  private String digest = "";
  private RunStatus status = RunStatus.RUNNING;
  private @Nullable StopCause stop;
  private long seq;
  private int epoch;
  private long seed;
  private @Nullable Instant tick;
  private @Nullable Instant startedAt;
  private @Nullable Instant deadline;
  private @Nullable Instant endedAt;
  private @Nullable Instant nextCheck;
  private @Nullable Payload input;
  private @Nullable RunError error;
  private Origin.@Nullable Parent parent;
  private @Nullable Admission admission;
  private Origin.@Nullable Chunk chunk;
  private int follows;
  private List<TaskName> group = List.of();
  private TaskStates tasks = TaskStates.parse("");
  private @Nullable Wake wake;

  RunFormatReader(JsonParser json) {
    this.json = json;
    this.state = new StateFields(json);
  }

  RunRecord read() throws IOException {
    json.nextToken();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      if (json.currentToken() != JsonToken.FIELD_NAME) {
        throw new StoredTextException("a run is no JSON object");
      }
      var name = json.currentName();
      json.nextToken();
      field(name);
    }
    return record();
  }

  private void field(String name) throws IOException {
    switch (name) {
      case "format" ->
          StoredTextException.requireReadable("a run", json.getIntValue(), RunFormat.FORMAT);
      case "run" -> run = new RunId(json.getText());
      case "dag" -> dag = new DagName(json.getText());
      case "version" -> version = json.getIntValue();
      case "digest" -> digest = json.getText();
      case "status" -> status = RunStatus.valueOf(json.getText());
      case "stop" -> stop = StopCause.valueOf(json.getText());
      case "seq" -> seq = json.getLongValue();
      case "epoch" -> epoch = json.getIntValue();
      case "seed" -> seed = json.getLongValue();
      case "tick" -> tick = InstantText.parse(json.getText());
      case "startedAt" -> startedAt = InstantText.parse(json.getText());
      case "deadline" -> deadline = InstantText.parse(json.getText());
      case "endedAt" -> endedAt = InstantText.parse(json.getText());
      case "nextCheck" -> nextCheck = InstantText.parse(json.getText());
      case "input" -> input = PayloadFields.inline(json);
      case "inputRef" -> input = PayloadFields.reference(json);
      case "error" -> error = error();
      case "parent" -> parent = parent();
      case "group" -> group = group();
      case "admission" -> admission = admission();
      case "chunk" -> chunk = chunk();
      case "follows" -> follows = json.getIntValue();
      case "states" -> tasks = TaskStates.parse(LetterRuns.letters(json.getText()));
      case "wake" -> wake = state.wake();
      default -> state.field(name);
    }
  }

  private RunError error() throws IOException {
    var name = "";
    var cause = "";
    TaskName task = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var field = json.currentName();
      json.nextToken();
      switch (field) {
        case "name" -> name = json.getText();
        case "cause" -> cause = json.getText();
        case "task" -> task = new TaskName(json.getText());
        default -> json.skipChildren();
      }
    }
    return new RunError(new ErrorName(name), cause, Optional.ofNullable(task));
  }

  private Origin.Parent parent() throws IOException {
    RunId around = null;
    TaskName task = null;
    var index = OptionalInt.empty();
    var job = 0;
    var depth = 0;
    var awaits = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var field = json.currentName();
      json.nextToken();
      switch (field) {
        case "run" -> around = new RunId(json.getText());
        case "task" -> task = new TaskName(json.getText());
        case "index" -> index = OptionalInt.of(json.getIntValue());
        case "job" -> job = json.getIntValue();
        case "depth" -> depth = json.getIntValue();
        case "awaits" -> awaits = json.getBooleanValue();
        default -> json.skipChildren();
      }
    }
    return new Origin.Parent(
        required("parent.run", around), required("parent.task", task), index, job, depth, awaits);
  }

  private Admission admission() throws IOException {
    Instant asked = null;
    var line = Optional.<String>empty();
    var givesWay = false;
    var backfill = Optional.<String>empty();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var field = json.currentName();
      json.nextToken();
      switch (field) {
        case "asked" -> asked = InstantText.parse(json.getText());
        case "line" -> line = Optional.of(json.getText());
        case "givesWay" -> givesWay = json.getBooleanValue();
        case "backfill" -> backfill = Optional.of(json.getText());
        default -> json.skipChildren();
      }
    }
    var way = givesWay;
    return new Admission(
        required("admission.asked", asked),
        line.map(name -> new Admission.Line(name, way)),
        backfill);
  }

  private Origin.Chunk chunk() throws IOException {
    var first = 0;
    var tolerate = 0;
    var round = 0;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var field = json.currentName();
      json.nextToken();
      switch (field) {
        case "first" -> first = json.getIntValue();
        case "tolerate" -> tolerate = json.getIntValue();
        case "round" -> round = json.getIntValue();
        default -> json.skipChildren();
      }
    }
    return new Origin.Chunk(first, tolerate, round);
  }

  private List<TaskName> group() throws IOException {
    var path = new ArrayList<TaskName>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      path.add(new TaskName(json.getText()));
    }
    return path;
  }

  private RunRecord record() {
    return new RunRecord(
        required("run", run),
        required("dag", dag),
        version,
        digest,
        Optional.ofNullable(tick),
        Optional.ofNullable(input),
        new RunState(
            seq,
            status,
            Optional.ofNullable(stop),
            epoch,
            seed,
            required("startedAt", startedAt),
            required("deadline", deadline),
            Optional.ofNullable(endedAt),
            tasks,
            state.attempts,
            state.maps,
            state.pending,
            state.tallies,
            state.inFlight,
            state.outbox,
            Optional.ofNullable(wake)),
        Optional.ofNullable(error),
        required("nextCheck", nextCheck),
        new Origin(
            Optional.ofNullable(parent),
            group,
            Optional.ofNullable(chunk),
            Optional.ofNullable(admission),
            follows));
  }

  private <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new StoredTextException("a run (" + run + ") without `" + name + "`");
    }
    return value;
  }
}
