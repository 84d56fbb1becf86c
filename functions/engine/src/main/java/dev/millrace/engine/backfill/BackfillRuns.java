package dev.millrace.engine.backfill;

import dev.millrace.core.RunStatus;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.run.Redrive;
import dev.millrace.engine.CancelRun;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.Plans;
import dev.millrace.engine.RetryRun;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.store.Admission;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The runs of a backfill's ticks: what is to be done about each, and doing it. Doing it again does
/// no harm.
final class BackfillRuns {
  /// Ticks looked at before the place that was reached is written.
  private static final int LOOKED_MAX = 100;

  private final DagStore dags;
  private final RunStore runs;
  private final Plans plans;
  private final StartRun startRun;
  private final RetryRun retryRun;
  private final CancelRun cancelRun;

  BackfillRuns(
      DagStore dags,
      RunStore runs,
      Plans plans,
      StartRun startRun,
      RetryRun retryRun,
      CancelRun cancelRun) {
    this.dags = dags;
    this.runs = runs;
    this.plans = plans;
    this.startRun = startRun;
    this.retryRun = retryRun;
    this.cancelRun = cancelRun;
  }

  /// Takes as many ticks as there is room for, and passes over those that need nothing.
  Backfill taking(Backfill before) {
    var backfill = before;
    if (backfill.room() <= 0) {
      return backfill;
    }
    var asked = before.asked();
    var definition = plans.of(asked.id().dag(), asked.version());
    var schedule =
        definition.schedules().stream()
            .filter(each -> each.nameText().equals(asked.schedule()))
            .findFirst()
            .orElseThrow();
    var ticks = definition.ticksOf(schedule);
    for (var looked = 0; looked < LOOKED_MAX && backfill.room() > 0; looked++) {
      var tick = asked.next(ticks, backfill.reached());
      if (tick.isEmpty()) {
        return backfill.withoutMore();
      }
      var how = how(asked, tick.get());
      backfill = how.isPresent() ? backfill.take(tick.get(), how.get()) : backfill.pass(tick.get());
    }
    return backfill;
  }

  /// Empty: nothing is to be done about it.
  private Optional<Taken> how(Asked asked, Instant tick) {
    var run = runs.load(asked.run(tick));
    if (run.isEmpty()) {
      return Optional.of(new Taken.ToStart());
    }
    var state = run.get().state();
    var again =
        switch (asked.rerun()) {
          case NONE -> false;
          case FAILED -> state.status().hasEnded() && state.status() != RunStatus.SUCCEEDED;
          case ALL -> state.status().hasEnded();
        };
    return again ? Optional.of(new Taken.ToRedrive(state.epoch())) : Optional.empty();
  }

  /// Starts the run of a tick, or opens it again.
  Fate begin(Asked asked, Instant tick, Taken how, Invocation invocation) {
    return switch (how) {
      case Taken.ToStart _ -> start(asked, tick, invocation);
      case Taken.ToRedrive(var epoch) -> redrive(asked, tick, epoch, invocation);
      case Taken.Open _ -> new Fate.Opened();
    };
  }

  private Fate start(Asked asked, Instant tick, Invocation invocation) {
    var dag = asked.id().dag();
    var input =
        asked
            .input()
            .orElseGet(
                () ->
                    plans.of(dag, asked.version()).schedules().stream()
                        .filter(each -> each.nameText().equals(asked.schedule()))
                        .findFirst()
                        .orElseThrow()
                        .input());
    var wanted =
        new StartRun.Tick(
            dag,
            asked.scheduleName(),
            tick,
            asked.version(),
            input,
            Optional.empty(),
            Optional.of(asked.id().text()));
    return switch (startRun.start(wanted, invocation)) {
      case StartRun.Start.Started(var record) -> fateOf(asked, record);
      case StartRun.Start.Again(var record) -> fateOf(asked, record);
      case StartRun.Start.OtherInput(var record) -> fateOf(asked, record);
      case StartRun.Start.UnknownDag _ -> new Fate.Refused();
      case StartRun.Start.WrongInput _ -> new Fate.Refused();
    };
  }

  private Fate redrive(Asked asked, Instant tick, int epoch, Invocation invocation) {
    var selection = selection(asked);
    if (selection.isEmpty()) {
      return new Fate.Refused();
    }
    var wanted =
        new RetryRun.Request(
            asked.run(tick),
            selection.get(),
            asked.input(),
            RetryRun.Version.LATEST,
            Optional.of(new RetryRun.ForBackfill(asked.id().text(), epoch)));
    return switch (retryRun.retry(wanted, invocation)) {
      case RetryRun.Retry.Reopened(var record) -> fateOf(asked, record);
      case RetryRun.Retry.StillOpen(var record) -> fateOf(asked, record);
      case RetryRun.Retry.NothingToDo(var record) -> fateOf(asked, record);
      case RetryRun.Retry.Unknown _ -> new Fate.Refused();
      case RetryRun.Retry.WrongInput _ -> new Fate.Refused();
    };
  }

  /// Empty when the DAG was removed.
  private Optional<Redrive.Selection> selection(Asked asked) {
    return switch (asked.rerun()) {
      case NONE, FAILED -> Optional.of(new Redrive.Selection.Failed());
      case ALL ->
          dags.latest(asked.id().dag())
              .map(latest -> plans.of(latest.dag(), latest.version()).plan())
              .map(
                  plan ->
                      new Redrive.Selection.Named(
                          plan.tasks().stream()
                              .map(PlannedTask::name)
                              .collect(Collectors.toSet())));
    };
  }

  private static Fate fateOf(Asked asked, RunRecord record) {
    if (!isOf(asked, record)) {
      return new Fate.Existed();
    }
    var status = record.state().status();
    return status.hasEnded() ? new Fate.Ended(status) : new Fate.Opened();
  }

  private static boolean isOf(Asked asked, RunRecord record) {
    return record
        .origin()
        .admission()
        .flatMap(Admission::backfill)
        .filter(asked.id().text()::equals)
        .isPresent();
  }

  /// Cancels the run of a tick that was taken before the backfill was cancelled, if it has not
  /// begun.
  Fate cancelWaiting(Asked asked, Instant tick, Invocation invocation) {
    var run = asked.run(tick);
    if (runs.load(run).filter(record -> isOf(asked, record)).isEmpty()) {
      return new Fate.Dropped();
    }
    cancelRun.cancelWaiting(run, record -> isOf(asked, record), invocation);
    return runs.load(run).map(record -> fateOf(asked, record)).orElseGet(Fate.Dropped::new);
  }

  /// Cancels a run that was started although the backfill had been cancelled.
  void cancelLate(Asked asked, Instant tick, Invocation invocation) {
    var _ = cancelRun.cancel(asked.run(tick), invocation);
  }

  /// Runs that are over although they were taken for open: they have ended, or were removed.
  Map<Instant, Fate> over(Backfill backfill) {
    var over = new TreeMap<Instant, Fate>();
    for (var each : backfill.taken().entrySet()) {
      if (each.getValue() instanceof Taken.Open) {
        var run = runs.load(backfill.asked().run(each.getKey()));
        var fate = run.map(record -> fateOf(backfill.asked(), record));
        fate.filter(standing -> !(standing instanceof Fate.Opened))
            .ifPresent(standing -> over.put(each.getKey(), standing));
        if (run.isEmpty()) {
          over.put(each.getKey(), new Fate.Refused());
        }
      }
    }
    return over;
  }
}
