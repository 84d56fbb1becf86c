package dev.millrace.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.plan.RetryTally;
import dev.millrace.core.run.Custody;
import dev.millrace.core.run.InFlight;
import dev.millrace.core.run.Instances;
import dev.millrace.core.run.Issuer;
import dev.millrace.core.run.Lease;
import dev.millrace.core.run.Outstanding;
import dev.millrace.core.run.Pending;
import dev.millrace.core.run.RunState;
import dev.millrace.core.run.StopCause;
import dev.millrace.core.run.TaskStates;
import dev.millrace.core.run.Wake;
import dev.millrace.engine.store.Origin;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunError;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/// Runs and records that contracts write and read.
final class Examples {
  /// When everything begins; with microseconds, so that an implementation that drops them shows.
  static final Instant START = Instant.parse("2026-11-23T06:00:00.123456Z");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Examples() {}

  static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  static RunId run(String name) {
    return new RunId("orders." + name);
  }

  static TaskName task(String name) {
    return new TaskName(name);
  }

  static ObjectNode json(String field, Object value) {
    return JSON.objectNode().set(field, text(value));
  }

  static JsonNode text(Object value) {
    return JSON.textNode(value.toString());
  }

  static Payload.Inline payload(String field, Object value) {
    return new Payload.Inline(json(field, value));
  }

  /// A run as it is created: `seq` 1, started at [#START].
  static RunRecord fresh(String name) {
    return startedAt(run(name), START, RunStatus.RUNNING);
  }

  static RunRecord startedAt(RunId run, Instant startedAt, RunStatus status) {
    var state =
        new RunState(
            1,
            status,
            Optional.empty(),
            0,
            17,
            startedAt,
            startedAt.plus(Duration.ofDays(7)),
            status.hasEnded() ? Optional.of(startedAt.plusSeconds(5)) : Optional.empty(),
            TaskStates.parse(status.hasEnded() ? "SSS" : "www"),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            List.of(),
            Optional.empty());
    return new RunRecord(
        run,
        run.dag(),
        3,
        "sha256:3c",
        Optional.empty(),
        Optional.empty(),
        state,
        Optional.empty(),
        startedAt.plusSeconds(120));
  }

  /// The run of a group within a task of another run.
  static RunRecord groupOf(RunRecord around, String name) {
    var parent =
        new Origin.Parent(around.run(), new TaskName("charge"), OptionalInt.of(3), 1, 1, true);
    return new RunRecord(
        run(name),
        around.dag(),
        around.version(),
        around.digest(),
        around.tick(),
        around.input(),
        around.state(),
        around.error(),
        around.nextCheck(),
        new Origin(Optional.of(parent), List.of(new TaskName("charge"))));
  }

  /// The next write of a run, with nothing else changed.
  static RunRecord next(RunRecord record) {
    return record.with(record.state().nextSeq(), record.nextCheck());
  }

  /// The next write of a run, to be looked at by then.
  static RunRecord nextCheckedAt(RunRecord record, Instant check) {
    return record.with(record.state().nextSeq(), check);
  }

  /// The next write of a run, in which it ends.
  static RunRecord ended(RunRecord record, List<Outstanding> outbox) {
    var was = record.state();
    var state =
        new RunState(
            was.seq() + 1,
            RunStatus.SUCCEEDED,
            Optional.empty(),
            was.epoch(),
            was.seed(),
            was.startedAt(),
            was.deadline(),
            Optional.of(was.startedAt().plusSeconds(9)),
            TaskStates.parse("SSS"),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            outbox,
            Optional.empty());
    return record.with(state, record.nextCheck());
  }

  static Issuer issuer(int write) {
    return new Issuer("message-7", "invocation-5", write);
  }

  static Lease lease(String invocation) {
    return new Lease(invocation, at(60), 4);
  }

  static Outstanding cancelOfParked() {
    return new Outstanding.CancelParked(Work.of(2), 1, issuer(1));
  }

  /// A run in which every part of the state is in use, as the write after `record`.
  static RunRecord busy(RunRecord record) {
    SortedMap<Work, Integer> attempts = new TreeMap<>(Map.of(Work.of(1), 3, Work.of(5, 2), 2));
    SortedMap<Integer, Instances> maps = new TreeMap<>(Map.of(5, Instances.parse("SdtrpF", 1)));
    SortedMap<Work, Pending> pending =
        new TreeMap<>(
            Map.of(
                Work.of(4),
                new Pending.Parked(
                    1, Optional.of(at(61)), Optional.of(at(3600)), Optional.of(at(62))),
                Work.of(5, 2),
                new Pending.Retrying(at(63)),
                Work.of(5, 4),
                new Pending.Resuming(2)));
    SortedMap<Work, RetryTally> tallies =
        new TreeMap<>(Map.of(Work.of(5, 2), new RetryTally(List.of(0, 2), at(3))));
    SortedMap<AssignmentId, InFlight> inFlight =
        new TreeMap<>(
            Map.of(
                new AssignmentId(2, 0),
                new InFlight(
                    List.of(Attempt.first(Work.of(1), 3), new Attempt(Work.of(3), 1, 2)),
                    Lane.SHORT,
                    issuer(1),
                    new Custody.Held(lease("invocation-5"))),
                new AssignmentId(2, 1),
                new InFlight(
                    List.of(Attempt.first(Work.of(5, 1), 1)),
                    Lane.LONG,
                    issuer(2),
                    new Custody.Sent(at(7), 2))));
    var was = record.state();
    var state =
        new RunState(
            was.seq() + 1,
            RunStatus.RUNNING,
            Optional.of(StopCause.FAIL_FAST),
            2,
            -8_123_456_789_012L,
            was.startedAt(),
            was.deadline(),
            Optional.empty(),
            TaskStates.parse("SdFdpdKUCw"),
            attempts,
            maps,
            pending,
            tallies,
            inFlight,
            List.of(cancelOfParked()),
            Optional.of(new Wake(at(61), issuer(2))));
    return new RunRecord(
        record.run(),
        record.dag(),
        record.version(),
        record.digest(),
        Optional.of(Instant.parse("2026-11-23T06:00:00Z")),
        Optional.of(payload("day", "2026-11-22")),
        state,
        Optional.of(
            new RunError(
                new ErrorName("Http.503"), "no \"answer\"\nat all ü", Optional.of(task("charge")))),
        at(180));
  }

  static Token token(RunId run, String hash) {
    return token(run, hash, START);
  }

  static Token token(RunId run, String hash, Instant lastSeen) {
    return new Token(run, hash, Work.of(2), 1, Optional.of(Duration.ofSeconds(90)), lastSeen);
  }

  static TaskRecord recordOf(String task, TaskRecord.Content content) {
    return record(task, OptionalInt.empty(), 1, 0, content);
  }

  static TaskRecord succeeded(String task, int attempt) {
    var output = new TaskRecord.Content.Succeeded(payload("n", task));
    return record(task, OptionalInt.empty(), attempt, 0, output);
  }

  static TaskRecord succeeded(String task, int index, int attempt) {
    return record(
        task,
        OptionalInt.of(index),
        attempt,
        0,
        new TaskRecord.Content.Succeeded(payload("n", task + index)));
  }

  static TaskRecord failed(String task, int attempt) {
    return record(
        task,
        OptionalInt.empty(),
        attempt,
        0,
        new TaskRecord.Content.Failed(
            new ErrorName("Http.503"),
            "busy, attempt " + attempt,
            Optional.of(Duration.ofMillis(1500))));
  }

  static TaskRecord parked(String task, int attempt, int step) {
    return record(
        task,
        OptionalInt.empty(),
        attempt,
        step,
        new TaskRecord.Content.Parked(
            json("job", "j-" + step), Optional.of(at(90)), Optional.empty(), Optional.of(at(95))));
  }

  /// Attempts follow each other by a minute; each takes two seconds.
  private static TaskRecord record(
      String task, OptionalInt index, int attempt, int step, TaskRecord.Content content) {
    var started = at(60L * attempt + 10L * step);
    return new TaskRecord(
        task(task),
        index,
        attempt,
        step,
        content,
        started,
        started,
        started.plusSeconds(2),
        "invocation-" + attempt,
        List.of());
  }
}
