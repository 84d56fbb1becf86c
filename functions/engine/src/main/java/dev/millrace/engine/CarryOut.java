package dev.millrace.engine;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Command;
import dev.millrace.core.run.Custody;
import dev.millrace.core.run.InFlight;
import dev.millrace.core.run.Issuer;
import dev.millrace.core.run.Outstanding;
import dev.millrace.core.run.Wake;
import dev.millrace.definition.Definition;
import dev.millrace.engine.admission.Places;
import dev.millrace.engine.backfill.Backfills;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.Timers;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Carries out what a written decision says: sends assignments and wakes, cancels parked attempts.
/// Doing any of it twice does no harm.
final class CarryOut {
  private final RunStore runs;
  private final DispatchQueue dispatch;
  private final Timers timers;
  private final OutsideWork outsideWork;
  private final TellParent tellParent;
  private final Places places;
  private final StartFollowers startFollowers;
  private final Supplier<Backfills> backfills;

  /// @param backfills asked for once a run has ended: starting runs needs what ends them
  CarryOut(
      RunStore runs,
      DispatchQueue dispatch,
      Timers timers,
      OutsideWork outsideWork,
      TellParent tellParent,
      Places places,
      StartFollowers startFollowers,
      Supplier<Backfills> backfills) {
    this.runs = runs;
    this.dispatch = dispatch;
    this.timers = timers;
    this.outsideWork = outsideWork;
    this.tellParent = tellParent;
    this.places = places;
    this.startFollowers = startFollowers;
    this.backfills = backfills;
  }

  /// Carries out the commands of a decision that was just written.
  Advanced.Done after(
      Definition definition, AdvanceRun.Draft draft, Turn turn, Holding holding, Instant now) {
    var record = draft.record();
    var send = new ArrayList<AssignmentId>();
    var held = new ArrayList<AssignmentId>();
    var waitUntil = Optional.<Instant>empty();
    for (var command : draft.commands()) {
      switch (command) {
        case Command.Assign(var id) -> (isHeld(record, id) ? held : send).add(id);
        case Command.SendWake(var at) -> {
          if (holding.waitsUntil(at, now)) {
            waitUntil = Optional.of(at);
          } else {
            wake(record.run(), at, now);
          }
        }
        case Command.CancelParked(var work, var attempt) ->
            cancelParked(
                definition, record, new Outstanding.CancelParked(work, attempt, draft.by()), now);
        case Command.Evaluate _,
            Command.Expire _,
            Command.RecordFailure _,
            Command.PutStop _,
            Command.EndRun _ -> {
          // Done before the write.
        }
      }
    }
    send(record, send);
    return new Advanced.Done(settle(definition, record, turn, now), held, waitUntil);
  }

  /// Goes on with what a write of this invocation issued whose answer was lost.
  Advanced.Done adopt(Definition definition, Advanced.Done done, Issuer by, Instant now) {
    var record = done.record();
    var mine = issued(record, by::equals);
    var held = new ArrayList<>(done.held());
    var send = new ArrayList<AssignmentId>();
    for (var id : mine) {
      if (!isHeld(record, id)) {
        send.add(id);
      } else if (!held.contains(id)) {
        held.add(id);
      }
    }
    send(record, send);
    repeat(definition, record, by::equals, now);
    return new Advanced.Done(record, held, done.waitUntil());
  }

  /// Sends again what some writes issued and nobody is known to have carried out.
  void again(Definition definition, RunRecord record, Predicate<Issuer> by, Instant now) {
    var unclaimed =
        issued(record, by).stream()
            .filter(id -> !isHeld(record, id) && runs.claimOf(record.run(), id).isEmpty())
            .toList();
    send(record, unclaimed);
    repeat(definition, record, by, now);
  }

  private void repeat(Definition definition, RunRecord record, Predicate<Issuer> by, Instant now) {
    repeatWake(record, by, now);
    for (var command : record.state().outbox()) {
      if (by.test(command.by())) {
        carryOut(definition, record, command, now);
      }
    }
  }

  /// Sends the wake of a run again, if one of those writes has issued it.
  void repeatWake(RunRecord record, Predicate<Issuer> by, Instant now) {
    record
        .state()
        .wake()
        .filter(wake -> by.test(wake.by()))
        .map(Wake::at)
        .ifPresent(at -> wake(record.run(), at, now));
  }

  /// Carries out again whatever is in the outbox.
  void repeatOutbox(Definition definition, RunRecord record, Instant now) {
    for (var command : record.state().outbox()) {
      carryOut(definition, record, command, now);
    }
  }

  /// Once a run has ended, what is still in its outbox is carried out and taken out, so that the
  /// run is settled.
  RunRecord settle(Definition definition, RunRecord record, Turn turn, Instant now) {
    if (!record.state().status().hasEnded() || record.state().outbox().isEmpty()) {
      return record;
    }
    var state = record.state();
    for (var command : state.outbox()) {
      carryOut(definition, record, command, now);
      state = state.carriedOut(command);
    }
    turn.nextWrite();
    var settled = record.with(state.nextSeq(), record.nextCheck());
    return switch (runs.put(settled)) {
      case RunStore.Writing.Stored _ -> settled;
      case RunStore.Writing.Refused(var current) -> current.orElse(record);
    };
  }

  private void carryOut(Definition definition, RunRecord record, Outstanding command, Instant now) {
    switch (command) {
      case Outstanding.CancelParked cancel -> cancelParked(definition, record, cancel, now);
      case Outstanding.TellParent(var by) ->
          tellParent.tell(definition, record, by.invocation(), now);
      case Outstanding.LeavePlace _ -> {
        places.leave(record);
        backfills.get().ended(record);
      }
      case Outstanding.StartFollowers _ -> startFollowers.startAfter(definition, record, now);
    }
  }

  /// Records that a parked attempt was cancelled, so that a late callback is told so.
  private void cancelParked(
      Definition definition, RunRecord record, Outstanding.CancelParked cancel, Instant now) {
    outsideWork.cancel(definition, record, cancel.work(), cancel.attempt());
    var attempt = Attempt.first(cancel.work(), cancel.attempt());
    var failure =
        Recorded.failure(
            definition.plan(),
            attempt,
            ErrorName.CANCELLED,
            "the run was stopped",
            now,
            cancel.by().invocation());
    Recorded.recordFailure(runs, record.run(), attempt, failure);
  }

  private static List<AssignmentId> issued(RunRecord record, Predicate<Issuer> by) {
    return record.state().inFlight().entrySet().stream()
        .filter(entry -> by.test(entry.getValue().by()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isHeld(RunRecord record, AssignmentId id) {
    var assignment = record.state().inFlight().get(id);
    return assignment != null && assignment.custody() instanceof Custody.Held;
  }

  void send(RunRecord record, List<AssignmentId> ids) {
    if (ids.isEmpty()) {
      return;
    }
    var others = record.state().inFlight().size() - 1;
    var byLane = new EnumMap<Lane, List<DispatchMessage>>(Lane.class);
    for (var id : ids) {
      var assignment = record.state().inFlight().get(id);
      if (assignment != null) {
        byLane
            .computeIfAbsent(assignment.lane(), _ -> new ArrayList<>())
            .add(message(record, id, assignment, others));
      }
    }
    byLane.forEach((lane, messages) -> dispatch.send(lane, messages, Duration.ZERO));
  }

  private static DispatchMessage message(
      RunRecord record, AssignmentId id, InFlight assignment, int others) {
    return new DispatchMessage.Assignment(
        record.run(),
        record.version(),
        record.state().epoch(),
        id,
        assignment.attempts(),
        assignment.lane(),
        others);
  }

  /// Sends a wake by the way that reaches so far.
  void wake(RunId run, Instant at, Instant now) {
    var delay = at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
    if (delay.compareTo(DispatchQueue.DELAY_MAX) <= 0) {
      dispatch.send(Lane.SHORT, List.of(new DispatchMessage.Wake(run, at)), delay);
    } else {
      timers.wake(run, at);
    }
  }
}
