package dev.millrace.engine.store;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Custody;
import dev.millrace.core.run.InFlight;
import dev.millrace.core.run.Issuer;
import dev.millrace.core.run.Lease;
import dev.millrace.core.run.RunState;
import dev.millrace.core.run.TaskStates;
import dev.millrace.engine.text.Generated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Prints what writing and reading RUN costs; to be run by hand.
public final class RunFormatMeasurement {
  private static final int ROUNDS = 20_000;
  private static final Instant START = Instant.parse("2026-11-23T06:00:00.123456Z");

  private RunFormatMeasurement() {}

  /// Measures three runs of 10,000 tasks: in a chain, of mixed states, with 256 in flight.
  public static void main(String[] arguments) {
    var chain = "S".repeat(4_999) + "d" + "w".repeat(5_000);
    var generated = new Generated(1);
    var mixed = new StringBuilder();
    while (mixed.length() < 10_000) {
      mixed.append(generated.below(3) == 0 ? 'w' : generated.below(4) == 0 ? 'd' : 'S');
    }
    measure("chain", record(chain, 1));
    measure("mixed", record(mixed.toString(), 1));
    measure("wide", record("d".repeat(2_560) + "r".repeat(7_440), 256));
  }

  private static void measure(String name, RunRecord record) {
    for (var round = 0; round < 3; round++) {
      var begin = System.nanoTime();
      var length = 0L;
      for (var i = 0; i < ROUNDS; i++) {
        length += RunFormat.write(record).length();
      }
      var written = System.nanoTime();
      var text = RunFormat.write(record);
      for (var i = 0; i < ROUNDS; i++) {
        length += RunFormat.read(text).state().tasks().size();
      }
      var read = System.nanoTime();
      System.out.printf(
          "%-6s write %6.1f us, read %6.1f us, %d characters (%d)%n",
          name,
          (written - begin) / 1e3 / ROUNDS,
          (read - written) / 1e3 / ROUNDS,
          text.length(),
          length);
    }
  }

  private static RunRecord record(String letters, int inFlight) {
    var assignments = new TreeMap<AssignmentId, InFlight>();
    for (var i = 0; i < inFlight; i++) {
      var attempts = new ArrayList<Attempt>();
      for (var task = i * 10; task < i * 10 + 10; task++) {
        attempts.add(Attempt.first(Work.of(task), 1));
      }
      assignments.put(
          new AssignmentId(5 + i / 10, i % 10),
          new InFlight(
              attempts,
              Lane.SHORT,
              new Issuer("m-" + i / 10, "i-" + i / 10, 1),
              i % 10 == 0
                  ? new Custody.Held(new Lease("i-1", START, 1))
                  : new Custody.Sent(START.plusSeconds(i / 10), 1)));
    }
    var run = new RunId("orders.one");
    return new RunRecord(
        run,
        run.dag(),
        1,
        "sha256:3c",
        Optional.empty(),
        Optional.empty(),
        new RunState(
            5_000,
            RunStatus.RUNNING,
            Optional.empty(),
            0,
            17,
            START,
            START,
            Optional.empty(),
            TaskStates.parse(letters),
            new TreeMap<>(Map.of(Work.of(17), 2)),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            assignments,
            List.of(),
            Optional.empty()),
        Optional.empty(),
        START);
  }
}
