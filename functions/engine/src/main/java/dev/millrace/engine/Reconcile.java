package dev.millrace.engine;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.DagName;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.run.Custody;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.InFlight;
import dev.millrace.core.run.Lease;
import dev.millrace.definition.Definition;
import dev.millrace.engine.admission.Places;
import dev.millrace.engine.backfill.Backfills;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.schedule.ActOnTicks;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// The periodic sweep that repairs what a crash left behind and nothing else noticed: it looks at
/// runs without progress and drains the dead-letter queues.
public final class Reconcile {
  /// Runs looked at in one sweep; the most overdue first, the rest in the next.
  private static final int RUNS_MAX = 200;

  /// Open runs looked at after a restart; the others are found in time.
  private static final int RESTART_RUNS_MAX = 20_000;

  /// Times that a run is looked at after a restart because somebody else wrote it meanwhile.
  private static final int RESTART_TRIES_MAX = 10;

  /// Dead letters dealt with in one sweep.
  private static final int DEAD_MAX = 100;

  /// Dead ticks dealt with in one sweep: more than that many DAGs have in an hour, because those of
  /// one DAG that are left behind count as missed.
  private static final int DEAD_TICKS_MAX = 1_000;

  /// Clocks of hosts differ: a lease must have been over for so long.
  static final Duration MARGIN = Duration.ofSeconds(30);

  /// An unclaimed assignment is sent again after this, and then after twice as long each time.
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /// Characters of a dead letter's receipt that name it in a run.
  private static final int RECEIPT_KEPT_MAX = 64;

  /// Doublings of the patience.
  private static final int DOUBLINGS_MAX = 8;

  private final Ports ports;
  private final Plans plans;
  private final AdvanceRun advanceRun;
  private final CarryOut carryOut;
  private final Recovery recovery;
  private final Places places;
  private final ActOnTicks actOnTicks;
  private final Backfills backfills;

  Reconcile(
      Ports ports,
      Plans plans,
      AdvanceRun advanceRun,
      CarryOut carryOut,
      Recovery recovery,
      Places places,
      ActOnTicks actOnTicks,
      Backfills backfills) {
    this.ports = ports;
    this.plans = plans;
    this.advanceRun = advanceRun;
    this.carryOut = carryOut;
    this.recovery = recovery;
    this.places = places;
    this.actOnTicks = actOnTicks;
    this.backfills = backfills;
  }

  /// What a sweep did.
  ///
  /// @param looked runs looked at
  /// @param repaired assignments whose worker was lost, or that were sent again, and dead letters
  public record Sweep(int looked, int repaired) {}

  /// Sweeps once. What cannot be looked at keeps nothing else from being repaired.
  ///
  /// @throws IllegalStateException after the sweep, when something could not be looked at
  public Sweep sweep(Invocation invocation) {
    var one = new OneByOne();
    var repaired = new AtomicInteger();
    one.of("dead letters", () -> repaired.addAndGet(drain(invocation)));
    var due = ports.runs().due(ports.clock().now(), RUNS_MAX);
    for (var run : due) {
      // When another writer comes between, the run makes progress.
      one.of(run, () -> repaired.addAndGet(look(run, invocation, Occasion.TIME).orElse(0)));
    }
    one.of("schedules", () -> repaired.addAndGet(actOnTicks.sweep(invocation)));
    one.of("backfills", () -> repaired.addAndGet(backfills.sweep(invocation)));
    one.end();
    return new Sweep(due.size(), repaired.get());
  }

  /// Looks at all open runs after the embedded host was started again: its workers of before are
  /// over, and what they wrote but did not send is missing. Spares callers the patience that
  /// hosts which never see a restart need.
  public Sweep sweepAfterRestart(Invocation invocation) {
    var open = ports.runs().due(ports.clock().now().plus(Plan.TIMEOUT_MAX), RESTART_RUNS_MAX);
    var one = new OneByOne();
    var repaired = new AtomicInteger();
    for (var run : open) {
      one.of(run, () -> repaired.addAndGet(lookAfterRestart(run, invocation)));
    }
    one.end();
    return new Sweep(open.size(), repaired.get());
  }

  /// Messages of before come back at the same time and write the run too; nobody else looks at what
  /// they do not know of before the patience is over.
  private int lookAfterRestart(RunId run, Invocation invocation) {
    for (var tried = 0; tried < RESTART_TRIES_MAX; tried++) {
      var repaired = look(run, invocation, Occasion.RESTART);
      if (repaired.isPresent()) {
        return repaired.getAsInt();
      }
    }
    return 0;
  }

  private enum Occasion {
    TIME,
    RESTART
  }

  /// @return what was repaired; empty when somebody else wrote the run meanwhile
  private OptionalInt look(RunId run, Invocation invocation, Occasion occasion) {
    var loaded = ports.runs().load(run);
    if (loaded.isEmpty() || loaded.get().state().isSettled()) {
      return OptionalInt.of(0);
    }
    var record = loaded.get();
    var definition = plans.of(record);
    var turn = new Turn("reconcile " + run, invocation);
    var now = ports.clock().now();
    if (record.state().status().hasEnded()) {
      carryOut.settle(definition, record, turn, now);
      return OptionalInt.of(1);
    }
    if (occasion == Occasion.RESTART) {
      // Written, and perhaps never sent. One too many is harmless.
      carryOut.repeatWake(record, _ -> true, now);
    }
    var events = new ArrayList<Event>();
    if (record.state().status() == RunStatus.QUEUED) {
      if (!places.enter(record)) {
        return occasion == Occasion.RESTART
            ? OptionalInt.of(0)
            : repair(definition, record, List.of(), List.of(), turn, now);
      }
      events.add(new Event.Admitted(record.state().epoch()));
    } else if (isUnbegun(record)) {
      events.add(new Event.Started());
    }
    var again = new ArrayList<AssignmentId>();
    record
        .state()
        .inFlight()
        .forEach(
            (id, assignment) -> {
              switch (assignment.custody()) {
                case Custody.Held(var lease) -> {
                  if (isOver(lease, now)) {
                    events.addAll(lost(definition, record, id, assignment, turn, now));
                  }
                }
                case Custody.Sent sent -> {
                  var claim = ports.runs().claimOf(run, id);
                  if (claim.isPresent() && isOver(claim.get().lease(), now)) {
                    events.addAll(lost(definition, record, id, assignment, turn, now));
                  } else if (claim.isEmpty() && isForgotten(assignment, sent, now, occasion)) {
                    again.add(id);
                  }
                }
              }
            });
    if (occasion == Occasion.RESTART && events.isEmpty() && again.isEmpty()) {
      return OptionalInt.of(0);
    }
    return repair(definition, record, events, again, turn, now);
  }

  /// Its creator ended between creating it and deciding anything: an open run that is decided upon
  /// always has something in flight or pending.
  private static boolean isUnbegun(RunRecord record) {
    return record.state().inFlight().isEmpty() && record.state().pending().isEmpty();
  }

  private OptionalInt repair(
      Definition definition,
      RunRecord record,
      List<Event> events,
      List<AssignmentId> again,
      Turn turn,
      Instant now) {
    var state = record.state();
    for (var id : again) {
      var assignment = state.inFlight().get(id);
      if (assignment != null && assignment.custody() instanceof Custody.Sent sent) {
        state = state.inCustody(id, assignment.in(sent.again(now)));
      }
    }
    var marked = record.with(state, now);
    var written = advanceRun.touch(marked, events, turn);
    if (written.isEmpty()) {
      return OptionalInt.empty();
    }
    carryOut.send(written.get(), again);
    carryOut.repeatOutbox(definition, written.get(), now);
    return OptionalInt.of(events.size() + again.size());
  }

  private List<Event> lost(
      Definition definition,
      RunRecord record,
      AssignmentId id,
      InFlight assignment,
      Turn turn,
      Instant now) {
    return recovery.eventsOf(
        definition,
        record,
        id,
        assignment.attempts(),
        ErrorName.WORKER_LOST,
        now,
        turn.invocation().id());
  }

  private boolean isOver(Lease lease, Instant now) {
    return lease.host() < ports.hostNumber() || lease.isOver(now.minus(MARGIN), ports.hostNumber());
  }

  private boolean isForgotten(
      InFlight assignment, Custody.Sent sent, Instant now, Occasion occasion) {
    return switch (occasion) {
      // Its message may never have been sent, and a queue that is behind cannot tell. One too many
      // does no harm: the claim goes to the first.
      case RESTART -> true;
      case TIME -> isOverdue(sent, now) && !isBehind(assignment, sent);
    };
  }

  private static boolean isOverdue(Custody.Sent sent, Instant now) {
    var doublings = Math.min(sent.times() - 1, DOUBLINGS_MAX);
    return !now.isBefore(sent.at().plus(PATIENCE.multipliedBy(1L << doublings)));
  }

  /// While the oldest message of its queue is older than the work, the work has not had its turn.
  private boolean isBehind(InFlight assignment, Custody.Sent sent) {
    return ports
        .dispatch()
        .oldest(assignment.lane())
        .filter(oldest -> !oldest.isAfter(sent.at()))
        .isPresent();
  }

  private int drain(Invocation invocation) {
    var one = new OneByOne();
    var dispatch = ports.deadLetters().dispatch(DEAD_MAX);
    for (var dead : dispatch) {
      one.of(
          dead.message().run(),
          () -> {
            revive(dead, invocation);
            ports.deadLetters().remove(dead.receipt());
          });
    }
    var results = ports.deadLetters().results(DEAD_MAX);
    for (var dead : results) {
      var message = dead.message();
      one.of(
          message.run(),
          () -> {
            var turn = turn(dead.receipt(), invocation);
            ports
                .runs()
                .load(message.run())
                .ifPresent(record -> recovery.apply(record, message.events(), turn));
            ports.deadLetters().remove(dead.receipt());
          });
    }
    var ticks = drainTicks(one, invocation);
    one.end();
    return ticks + dispatch.size() + results.size();
  }

  /// All ticks of a DAG together: a look decides whatever is due, and takes those of which it does
  /// not know that somebody should have been woken for missed ones.
  private int drainTicks(OneByOne one, Invocation invocation) {
    var dead = ports.deadLetters().ticks(DEAD_TICKS_MAX);
    var byDag = new TreeMap<DagName, List<DeadLetters.DeadTick>>();
    dead.forEach(tick -> byDag.computeIfAbsent(tick.dag(), _ -> new ArrayList<>()).add(tick));
    byDag.forEach(
        (dag, ticks) ->
            one.of(
                dag,
                () -> {
                  var instants =
                      ticks.stream().map(DeadLetters.DeadTick::tick).collect(Collectors.toSet());
                  actOnTicks.wake(dag, instants, invocation);
                  ticks.forEach(tick -> ports.deadLetters().remove(tick.receipt()));
                }));
    return dead.size();
  }

  /// Runs keep what a message is called in all that it caused, and a receipt of SQS has hundreds of
  /// characters. What tells two apart stands at their end: those of one queue begin alike.
  private static Turn turn(String receipt, Invocation invocation) {
    var from = Math.max(0, receipt.length() - RECEIPT_KEPT_MAX);
    return new Turn("dead " + receipt.substring(from), invocation);
  }

  private void revive(DeadLetters.DeadDispatch dead, Invocation invocation) {
    var loaded = ports.runs().load(dead.message().run());
    if (loaded.isEmpty()) {
      return;
    }
    var record = loaded.get();
    var turn = turn(dead.receipt(), invocation);
    switch (dead.message()) {
      case DispatchMessage.Wake _ -> recovery.apply(record, List.of(), turn);
      case DispatchMessage.Cancel _ -> {
        // Nobody could cancel it five times over; what runs outside ends by its own timeout.
      }
      case DispatchMessage.Assignment assignment -> {
        if (!ExecuteAssignment.isOfThisEpoch(assignment, record)) {
          return;
        }
        var claim =
            new Claim(record.run(), assignment.id(), turn.message(), turn.invocation().lease());
        switch (ports.runs().claim(claim)) {
          case RunStore.Claiming.Claimed _ ->
              recovery.apply(
                  record, failures(record, assignment, ErrorName.UNDELIVERABLE, turn), turn);
          case RunStore.Claiming.Taken(var by) -> {
            if (isOver(by.lease(), ports.clock().now())) {
              var events = failures(record, assignment, ErrorName.WORKER_LOST, turn);
              events.addAll(lostHeld(record, by.message(), turn));
              recovery.apply(record, events, turn);
            }
            // Else its worker still runs: it reports, or the sweep finds its lease over.
          }
        }
      }
    }
  }

  private List<Event> failures(
      RunRecord record, DispatchMessage.Assignment assignment, ErrorName error, Turn turn) {
    return new ArrayList<>(
        recovery.eventsOf(
            plans.of(record),
            record,
            assignment.id(),
            assignment.attempts(),
            error,
            ports.clock().now(),
            turn.invocation().id()));
  }

  /// What the workers of a dead message kept for themselves is lost with it.
  private List<Event> lostHeld(RunRecord record, String message, Turn turn) {
    var now = ports.clock().now();
    var events = new ArrayList<Event>();
    for (var id : Recovery.heldBy(record, message, lease -> isOver(lease, now))) {
      var assignment = record.state().inFlight().get(id);
      if (assignment != null) {
        events.addAll(lost(plans.of(record), record, id, assignment, turn, now));
      }
    }
    return events;
  }
}
