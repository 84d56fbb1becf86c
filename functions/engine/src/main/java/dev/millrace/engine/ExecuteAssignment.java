package dev.millrace.engine;

import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunStatus;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.InFlight;
import dev.millrace.core.run.Issuer;
import dev.millrace.core.run.Outstanding;
import dev.millrace.core.run.Wake;
import dev.millrace.engine.action.Actions;
import dev.millrace.engine.admission.Places;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.text.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Handles the messages of the dispatch queues: claims an assignment and executes it, or looks at
/// what is due in a run. A message that comes again never executes; it only reports.
public final class ExecuteAssignment {
  /// After this, an invocation of the lane for wakes is over whatever it did.
  private static final Duration OTHER_IS_OVER =
      Lane.SHORT.longest().plus(Invocation.RESERVE).plus(Reconcile.MARGIN).plusSeconds(5);

  private final RunStore runs;
  private final Plans plans;
  private final AdvanceRun advanceRun;
  private final CarryOut carryOut;
  private final Recovery recovery;
  private final ResultsQueue results;
  private final Clock clock;
  private final Actions.Factory actions;
  private final Beginning beginning;
  private final Recording recording;
  private final Places places;

  ExecuteAssignment(
      RunStore runs,
      Plans plans,
      AdvanceRun advanceRun,
      CarryOut carryOut,
      Recovery recovery,
      ResultsQueue results,
      Clock clock,
      Actions.Factory actions,
      Beginning beginning,
      Recording recording,
      Places places) {
    this.runs = runs;
    this.plans = plans;
    this.advanceRun = advanceRun;
    this.carryOut = carryOut;
    this.recovery = recovery;
    this.results = results;
    this.clock = clock;
    this.actions = actions;
    this.beginning = beginning;
    this.recording = recording;
    this.places = places;
  }

  /// Handles a message.
  ///
  /// @param messageId the queue's id of the message, the same at every delivery
  /// @throws InterruptedException when the host ends the invocation; the message must come back
  public Disposition handle(String messageId, DispatchMessage message, Invocation invocation)
      throws InterruptedException {
    var turn = new Turn(messageId, invocation);
    return switch (message) {
      case DispatchMessage.Assignment assignment -> take(assignment, turn);
      case DispatchMessage.Cancel cancel -> cancel(cancel, turn);
      case DispatchMessage.Wake wake -> wake(wake, turn);
    };
  }

  /// Cancels what a parked attempt left running outside; again and again until it has succeeded
  /// once.
  private Disposition cancel(DispatchMessage.Cancel message, Turn turn)
      throws InterruptedException {
    var loaded = runs.load(message.run());
    if (loaded.isPresent()) {
      var record = loaded.get();
      var definition = plans.of(record, message.version());
      var attempt = Attempt.first(message.work(), message.attempt());
      var note = JsonText.read(message.note());
      var task = beginning.cancelling(definition.task(message.work().task()), record, note);
      ((TaskKind) task.kind())
          .cancel(beginning.cancelled(record, task, attempt, note, turn.invocation()));
    }
    return new Disposition.Acknowledge();
  }

  private Disposition take(DispatchMessage.Assignment message, Turn turn)
      throws InterruptedException {
    var lease = turn.invocation().lease();
    var claim = new Claim(message.run(), message.id(), turn.message(), lease);
    return switch (runs.claim(claim)) {
      case RunStore.Claiming.Claimed _ -> execute(message, turn);
      case RunStore.Claiming.Taken(var by) -> {
        if (by.lease().invocation().equals(lease.invocation())) {
          yield execute(message, turn); // our own claim, its answer lost
        }
        if (!by.lease().isOver(clock.now(), turn.invocation().host())) {
          yield new Disposition.ComeBack(by.lease().until());
        }
        yield report(message, turn);
      }
    };
  }

  private Disposition execute(DispatchMessage.Assignment message, Turn turn)
      throws InterruptedException {
    var record = runs.load(message.run());
    if (record.isPresent() && isOfThisEpoch(message, record.get())) {
      var shift = shift(record.get(), message.lane(), turn, message.others() <= Shift.OTHERS_FEW);
      shift.work(() -> shift.begin(message.id(), message.attempts()));
    }
    // Acknowledge last: a crash before this brings the message back, one after it loses nothing.
    return new Disposition.Acknowledge();
  }

  private Shift shift(RunRecord record, Lane lane, Turn turn, boolean fast) {
    return new Shift(
        runs,
        advanceRun,
        results,
        clock,
        actions.open(),
        beginning,
        recording,
        turn,
        lane,
        plans,
        record,
        fast);
  }

  /// The former invocation of this assignment is over: say what became of it and of what it kept,
  /// and send again what it may not have sent.
  private Disposition report(DispatchMessage.Assignment message, Turn turn) {
    var loaded = runs.load(message.run());
    if (loaded.isPresent()) {
      var record = loaded.get();
      var definition = plans.of(record);
      var events = new ArrayList<Event>();
      if (isOfThisEpoch(message, record)) {
        events.addAll(
            recovery.eventsOf(
                definition,
                record,
                message.id(),
                message.attempts(),
                ErrorName.WORKER_LOST,
                clock.now(),
                turn.invocation().id()));
      }
      events.addAll(lostHeld(record, turn));
      finishFor(record, events, turn);
    }
    return new Disposition.Acknowledge();
  }

  /// Before a run is opened again, all that was in flight has been reported. What a late copy of a
  /// message names by its place may be another task in the version that the run now goes by.
  static boolean isOfThisEpoch(DispatchMessage.Assignment message, RunRecord record) {
    return message.epoch() == record.state().epoch();
  }

  private List<Event> lostHeld(RunRecord record, Turn turn) {
    var now = clock.now();
    var events = new ArrayList<Event>();
    var host = turn.invocation().host();
    var ids =
        Stream.concat(
                Recovery.heldBy(record, turn.message(), lease -> lease.isOver(now, host)).stream(),
                Recovery.held(record, lease -> lease.isOver(now.minus(Reconcile.MARGIN), host))
                    .stream())
            .distinct()
            .toList();
    for (var id : ids) {
      events.addAll(
          recovery.eventsOf(
              plans.of(record),
              record,
              id,
              record.state().assignment(id).attempts(),
              ErrorName.WORKER_LOST,
              now,
              turn.invocation().id()));
    }
    return events;
  }

  private void finishFor(RunRecord record, List<Event> events, Turn turn) {
    var standing = recovery.apply(record, events, turn);
    standing.ifPresent(
        now ->
            carryOut.again(
                plans.of(now),
                now,
                by ->
                    by.message().equals(turn.message())
                        && !by.invocation().equals(turn.invocation().id()),
                clock.now()));
  }

  private Disposition wake(DispatchMessage.Wake message, Turn turn) throws InterruptedException {
    var now = clock.now();
    if (message.at().isAfter(now)) {
      carryOut.wake(message.run(), message.at(), now); // came early: back to wait
      return new Disposition.Acknowledge();
    }
    var loaded = runs.load(message.run());
    if (loaded.isEmpty() || loaded.get().state().isSettled()) {
      return new Disposition.Acknowledge();
    }
    var record = loaded.get();
    var running = stillHeld(record, turn);
    if (running.isPresent()) {
      return running.get();
    }
    var lost = lostHeld(record, turn);
    if (isSecondDelivery(record, turn)) {
      finishFor(record, lost, turn);
      return leaveToOther(message, now);
    }
    var events = new ArrayList<Event>(lost);
    if (record.state().status() == RunStatus.QUEUED) {
      if (!places.has(record)) {
        return new Disposition.Acknowledge(); // whoever has a place is told
      }
      events.add(new Event.Admitted(record.state().epoch()));
    }
    var shift = shift(record, Lane.SHORT, turn, true);
    shift.work(() -> shift.advance(events));
    return isSecondDelivery(shift.record(), turn)
        ? leaveToOther(message, now)
        : new Disposition.Acknowledge();
  }

  /// A wake has no claim, so what another invocation of it issued tells that there was one.
  private static boolean isSecondDelivery(RunRecord record, Turn turn) {
    Predicate<Issuer> isOther =
        by ->
            by.message().equals(turn.message()) && !by.invocation().equals(turn.invocation().id());
    var state = record.state();
    return state.inFlight().values().stream().map(InFlight::by).anyMatch(isOther)
        || state.wake().map(Wake::by).filter(isOther).isPresent()
        || state.outbox().stream().map(Outstanding::by).anyMatch(isOther);
  }

  /// The other invocation may still be at work, and this delivery is the one that counts: once it
  /// is acknowledged, nobody comes back for what the other keeps. So somebody looks later.
  private Disposition leaveToOther(DispatchMessage.Wake message, Instant now) {
    carryOut.wake(message.run(), now.plus(OTHER_IS_OVER), now);
    return new Disposition.Acknowledge();
  }

  private Optional<Disposition> stillHeld(RunRecord record, Turn turn) {
    var now = clock.now();
    var host = turn.invocation().host();
    return Recovery.heldBy(record, turn.message(), lease -> !lease.isOver(now, host)).stream()
        .flatMap(id -> Recovery.leaseOf(record.state().assignment(id)).stream())
        .map(lease -> (Disposition) new Disposition.ComeBack(lease.until()))
        .findFirst();
  }
}
