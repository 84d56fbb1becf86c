package dev.millrace.engine.schedule;

import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.engine.CancelRun;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.Plans;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.admission.Places;
import dev.millrace.engine.store.Admission;
import dev.millrace.engine.store.RunStore;
import java.time.Instant;
import java.util.Optional;

/// The runs of ticks: starts them as it was decided, and tells whether they are open. Starting one
/// again does no harm.
final class TickRuns {
  private final RunStore runs;
  private final Plans plans;
  private final StartRun startRun;
  private final CancelRun cancelRun;
  private final Places places;

  TickRuns(RunStore runs, Plans plans, StartRun startRun, CancelRun cancelRun, Places places) {
    this.runs = runs;
    this.plans = plans;
    this.startRun = startRun;
    this.cancelRun = cancelRun;
    this.places = places;
  }

  /// @param schedule its name; empty text for one that has none
  static RunId run(DagName dag, String schedule, Instant tick) {
    return RunId.ofTick(dag, tick, name(schedule));
  }

  private static Optional<String> name(String schedule) {
    return schedule.isEmpty() ? Optional.empty() : Optional.of(schedule);
  }

  boolean isOpen(DagName dag, String schedule, Instant tick) {
    return runs.load(run(dag, schedule, tick))
        .filter(record -> !record.state().status().hasEnded())
        .isPresent();
  }

  /// The line in which runs of a schedule stand that go one after another.
  private static String line(String schedule) {
    return "schedule:" + schedule;
  }

  void start(DagName dag, String schedule, Starting starting, Invocation invocation) {
    switch (starting.manner()) {
      case Starting.Manner.AtOnce _ -> start(dag, schedule, starting, Optional.empty(), invocation);
      case Starting.Manner.InLine _ -> {
        var line = new Admission.Line(line(schedule), false);
        start(dag, schedule, starting, Optional.of(line), invocation);
      }
      case Starting.Manner.InTheirPlace _ -> {
        var line = new Admission.Line(line(schedule), true);
        start(dag, schedule, starting, Optional.of(line), invocation);
        var own = run(dag, schedule, starting.tick());
        // Ids of one schedule sort by their ticks.
        places.givingWay(dag, line.name()).stream()
            .filter(other -> other.compareTo(own) < 0)
            // Asked again of the run: meanwhile it may have ended and been opened again.
            .forEach(other -> cancelRun.cancelWaiting(other, Places::givesWay, invocation));
      }
      case Starting.Manner.Cancelling(var former) -> {
        var _ = cancelRun.cancel(run(dag, schedule, former), invocation);
        start(dag, schedule, starting, Optional.empty(), invocation);
      }
    }
  }

  private void start(
      DagName dag,
      String schedule,
      Starting starting,
      Optional<Admission.Line> line,
      Invocation invocation) {
    var input =
        plans.of(dag, starting.version()).schedules().stream()
            .filter(each -> each.nameText().equals(schedule))
            .findFirst()
            .orElseThrow()
            .input();
    startRun.start(
        new StartRun.Tick(
            dag,
            name(schedule),
            starting.tick(),
            starting.version(),
            input,
            line,
            Optional.empty()),
        invocation);
  }
}
