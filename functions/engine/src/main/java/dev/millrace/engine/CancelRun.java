package dev.millrace.engine;

import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.StopCause;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import java.util.List;
import java.util.function.Predicate;

/// Cancels runs: nothing but cleanup tasks starts any more, and the run ends when what is at work
/// has reported.
public final class CancelRun {
  private static final int TRIES_MAX = 20;

  private final RunStore runs;
  private final Plans plans;
  private final AdvanceRun advanceRun;
  private final CarryOut carryOut;
  private final Clock clock;

  CancelRun(RunStore runs, Plans plans, AdvanceRun advanceRun, CarryOut carryOut, Clock clock) {
    this.runs = runs;
    this.plans = plans;
    this.advanceRun = advanceRun;
    this.carryOut = carryOut;
    this.clock = clock;
  }

  /// What became of a request.
  public sealed interface Cancelling {
    /// The run is stopped, or was before.
    record Stopped(RunRecord record) implements Cancelling {}

    /// The run had ended already.
    record HadEnded(RunRecord record) implements Cancelling {}

    /// There is no such run.
    record Unknown() implements Cancelling {}
  }

  /// Cancels a run if it waits for its turn and is one of those that are meant; one that has begun
  /// goes on.
  ///
  /// @throws IllegalStateException when others write the run without end; ask again
  public void cancelWaiting(RunId run, Predicate<RunRecord> isMeant, Invocation invocation) {
    var turn = new Turn("cancel " + run, invocation);
    for (var tried = 0; tried < TRIES_MAX; tried++) {
      var waiting =
          runs.load(run)
              .filter(record -> record.state().status() == RunStatus.QUEUED)
              .filter(isMeant);
      if (waiting.isEmpty()) {
        return;
      }
      // One try for one reading: whoever came between has begun it, or only looked at it.
      var stopped = advanceRun.touch(waiting.get(), List.of(new Event.CancelRequested()), turn);
      if (stopped.isPresent()) {
        return;
      }
    }
    throw tooOften(run);
  }

  /// Cancels the run of a chunk, unless it has ended or goes on for another round of its parent.
  ///
  /// @throws IllegalStateException when others write the run without end; ask again
  void cancelRound(RunId run, int round, Invocation invocation) {
    var turn = new Turn("cancel " + run, invocation);
    for (var tried = 0; tried < TRIES_MAX; tried++) {
      var open =
          runs.load(run)
              .filter(record -> !record.state().status().hasEnded())
              .filter(
                  record ->
                      record.origin().chunk().filter(chunk -> chunk.round() == round).isPresent());
      if (open.isEmpty()) {
        return;
      }
      runs.putStop(run, new RunStore.Stop(open.get().state().epoch(), StopCause.CANCEL));
      // One try for one reading: what was opened again meanwhile is not this round's.
      var stopped = advanceRun.touch(open.get(), List.of(new Event.CancelRequested()), turn);
      if (stopped.isPresent()) {
        return;
      }
    }
    throw tooOften(run);
  }

  /// Cancels a run. Asking again does no harm, and sends what an earlier call could not.
  ///
  /// @throws IllegalStateException when others write the run without end; ask again
  public Cancelling cancel(RunId run, Invocation invocation) {
    var turn = new Turn("cancel " + run, invocation);
    for (var tried = 0; tried < TRIES_MAX; tried++) {
      var loaded = runs.load(run);
      if (loaded.isEmpty()) {
        return new Cancelling.Unknown();
      }
      var record = loaded.get();
      if (record.state().status().hasEnded()) {
        return new Cancelling.HadEnded(record);
      }
      // First the word that workers look for, so that nothing starts while RUN is written.
      runs.putStop(run, new RunStore.Stop(record.state().epoch(), StopCause.CANCEL));
      switch (advanceRun.advance(
          record, List.of(new Event.CancelRequested()), turn, new Holding.Nothing())) {
        case Advanced.Done(var standing, _, _) -> {
          carryOut.again(
              plans.of(standing), standing, by -> by.message().equals(turn.message()), clock.now());
          return new Cancelling.Stopped(standing);
        }
        case Advanced.Gone _ -> {
          return new Cancelling.Unknown();
        }
        case Advanced.Contended _ -> {
          // Each conflict means that somebody else moved the run; read again.
        }
      }
    }
    throw tooOften(run);
  }

  private static IllegalStateException tooOften(RunId run) {
    return new IllegalStateException(
        "run " + run + " is written too often to be cancelled; ask again");
  }
}
