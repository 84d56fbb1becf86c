package dev.millrace.aws.dynamodb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Custody;
import dev.millrace.core.run.InFlight;
import dev.millrace.core.run.Issuer;
import dev.millrace.core.run.Lease;
import dev.millrace.core.run.RunState;
import dev.millrace.core.run.TaskStates;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/// Runs and records as they come up at work, with ids as long as those of AWS.
final class Runs {
  static final RunId RUN = new RunId("daily_orders.01KAVC0Z8M4Q8X9T6B2N7Y5W3E");
  static final Instant START = Instant.parse("2026-11-23T06:00:00.123456Z");
  static final Payload INPUT =
      new Payload.Inline(JsonNodeFactory.instance.objectNode().put("day", "2026-11-22"));

  private static final String MESSAGE = "9f0c1d3a-7b52-4c1e-8f7d-2a6b5c4d3e2f";
  private static final String INVOCATION = "4b1f6a3e-0d2c-4e5f-9a8b-7c6d5e4f3a2b";

  private Runs() {}

  /// A run whose tasks stand so, and of which the dispatched ones are in flight in assignments of
  /// ten, the first of them kept by its worker.
  static RunRecord run(String letters, int seq) {
    return run(letters, seq, RunStatus.RUNNING, 0);
  }

  static RunRecord run(String letters, int seq, RunStatus status, int epoch) {
    var endedAt = status.hasEnded() ? Optional.of(START.plusSeconds(9)) : Optional.<Instant>empty();
    return run(letters, seq, status, epoch, START.plus(Duration.ofDays(7L + epoch)), endedAt);
  }

  static RunRecord run(
      String letters,
      int seq,
      RunStatus status,
      int epoch,
      Instant deadline,
      Optional<Instant> endedAt) {
    var state =
        new RunState(
            seq,
            status,
            Optional.empty(),
            epoch,
            -8_123_456_789_012_345_678L,
            START,
            deadline,
            endedAt,
            TaskStates.parse(letters),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            inFlight(letters),
            List.of(),
            Optional.empty());
    return new RunRecord(
        RUN,
        RUN.dag(),
        12,
        "sha256:" + "3c".repeat(32),
        Optional.empty(),
        Optional.of(INPUT),
        state,
        Optional.empty(),
        START.plusSeconds(120));
  }

  static RunRecord checkedAt(RunRecord record, Instant check) {
    return record.with(record.state().nextSeq(), check);
  }

  private static SortedMap<AssignmentId, InFlight> inFlight(String letters) {
    var assignments = new TreeMap<AssignmentId, InFlight>();
    var attempts = new ArrayList<Attempt>();
    for (var task = 0; task < letters.length(); task++) {
      if (letters.charAt(task) == 'd') {
        attempts.add(Attempt.first(Work.of(task), 1));
      }
    }
    for (var from = 0; from < attempts.size(); from += 10) {
      var number = from / 10;
      assignments.put(
          new AssignmentId(2 + number, 0),
          new InFlight(
              attempts.subList(from, Math.min(attempts.size(), from + 10)),
              Lane.SHORT,
              new Issuer(number + MESSAGE, number + INVOCATION, 1),
              number == 0
                  ? new Custody.Held(new Lease(INVOCATION, START.plusSeconds(60), 0))
                  : new Custody.Sent(START.plusMillis(17L * number), 1)));
    }
    return assignments;
  }

  static TaskRecord record(TaskName task, OptionalInt index, int attempt, TaskRecord.Content is) {
    var started = START.plusSeconds(60L * attempt);
    return new TaskRecord(
        task,
        index,
        attempt,
        0,
        is,
        started,
        started,
        started.plusSeconds(2),
        INVOCATION,
        List.of());
  }

  static TaskRecord.Content gave(Object output) {
    var json = JsonNodeFactory.instance.objectNode().put("gave", output.toString());
    return new TaskRecord.Content.Succeeded(new Payload.Inline(json));
  }
}
