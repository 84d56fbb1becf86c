package dev.millrace.engine;

import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.run.Command;
import dev.millrace.core.run.Custody;
import dev.millrace.core.run.Decide;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Issuer;
import dev.millrace.core.run.Outcome;
import dev.millrace.definition.Definition;
import dev.millrace.engine.store.Admission;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Applies events to a run: decides, writes RUN on the condition that nobody else has, and only
/// then sends what the decision says. The one place where RUN is written after its creation.
public final class AdvanceRun {
  /// Refused writes after which the events are left to the results queue.
  private static final int WRITES_MAX = 2;

  /// When reconcile looks at a run again in which something is in flight.
  private static final Duration CHECK_AFTER = Duration.ofMinutes(2);

  /// When reconcile looks at a run again that waits for its turn, at the earliest and at the
  /// latest: after as long as it has waited. Whoever leaves finds it anyway; thousands that wait
  /// must not keep reconcile from runs that need it.
  private static final Duration QUEUED_CHECK_MIN = Duration.ofMinutes(10);

  private static final Duration QUEUED_CHECK_MAX = Duration.ofHours(4);

  private final RunStore runs;
  private final Plans plans;
  private final Clock clock;
  private final Answers answers;
  private final Endings endings;
  private final CarryOut carryOut;

  AdvanceRun(
      RunStore runs,
      Plans plans,
      Clock clock,
      Answers answers,
      Endings endings,
      CarryOut carryOut) {
    this.runs = runs;
    this.plans = plans;
    this.clock = clock;
    this.answers = answers;
    this.endings = endings;
    this.carryOut = carryOut;
  }

  /// Applies events to a run, reading it first.
  Advanced advance(RunId run, List<? extends Event> events, Turn turn, Holding holding) {
    var record = runs.load(run);
    return record.isEmpty() ? new Advanced.Gone() : advance(record.get(), events, turn, holding);
  }

  /// Applies events to a run that was read, or written by this very invocation, before.
  Advanced advance(RunRecord known, List<? extends Event> events, Turn turn, Holding holding) {
    var record = known;
    var refused = new ArrayList<Issuer>();
    while (true) {
      var definition = plans.of(record);
      var now = clock.now();
      var by = turn.nextWrite();
      var next = decide(definition, record, events, now, by);
      if (next.isEmpty()) {
        return adopt(
            definition, new Advanced.Done(record, List.of(), Optional.empty()), refused, now);
      }
      var draft = keep(definition, next.get(), holding, now);
      switch (runs.put(draft.record())) {
        case RunStore.Writing.Stored _ -> {
          var done = carryOut.after(definition, draft, turn, holding, now);
          return adopt(definition, done, refused, now);
        }
        case RunStore.Writing.Refused(var current) -> {
          refused.add(by);
          if (current.isEmpty()) {
            return new Advanced.Gone();
          }
          record = current.get();
          if (refused.size() >= WRITES_MAX) {
            var done =
                adopt(
                    definition,
                    new Advanced.Done(record, List.of(), Optional.empty()),
                    refused,
                    now);
            return done instanceof Advanced.Done(var standing, var held, _)
                ? new Advanced.Contended(standing, held)
                : done;
          }
        }
      }
    }
  }

  /// Has somebody look at once at what is due in a run.
  void wakeNow(RunId run) {
    var now = clock.now();
    carryOut.wake(run, now, now);
  }

  /// Applies events and writes RUN even if they change nothing, so that reconcile looks at the run
  /// later and not at once again. Tries once: a conflict means that the run makes progress.
  ///
  /// @return the run as written; empty when it was not
  Optional<RunRecord> touch(RunRecord marked, List<? extends Event> events, Turn turn) {
    var definition = plans.of(marked);
    var now = clock.now();
    var by = turn.nextWrite();
    var draft =
        decide(definition, marked, events, now, by)
            .orElseGet(
                () ->
                    new Draft(
                        marked.with(marked.state().nextSeq(), nextCheck(marked, now)),
                        List.of(),
                        by));
    return switch (runs.put(draft.record())) {
      case RunStore.Writing.Stored _ ->
          Optional.of(carryOut.after(definition, draft, turn, new Holding.Nothing(), now).record());
      case RunStore.Writing.Refused _ -> Optional.empty();
    };
  }

  /// A decision that is ready to be written, with the commands to carry out afterwards.
  record Draft(RunRecord record, List<Command> commands, Issuer by) {
    Draft {
      commands = List.copyOf(commands);
    }
  }

  /// Decides, answering what the decision asks.
  ///
  /// @return empty when the events change nothing
  private Optional<Draft> decide(
      Definition definition,
      RunRecord record,
      List<? extends Event> events,
      Instant now,
      Issuer by) {
    var plan = definition.plan();
    var all = new ArrayList<Event>(events.size() + 2);
    unknownStop(record, events).ifPresent(all::add);
    all.addAll(events);
    all.add(new Event.Due());
    var commands = new ArrayList<Command>();
    var decision = Decide.decide(plan, record.state(), all, now, by);
    commands.addAll(decision.commands());
    while (decision.asks()) {
      var asking = record.with(decision.state(), record.nextCheck());
      var replies = answers.to(definition, asking, decision.commands(), now, by.invocation());
      decision = Decide.decide(plan, decision.state(), replies, now, by);
      commands.addAll(decision.commands());
    }
    if (commands.isEmpty() && decision.state().equals(record.state())) {
      return Optional.empty();
    }
    var ended = endings.prepare(definition, record, decision.state(), commands, now, by);
    var written = ended.with(ended.state().nextSeq(), nextCheck(ended, now));
    return Optional.of(new Draft(written, commands, by));
  }

  /// Workers refuse to act by the word that stops the run, which is put before RUN says so. What
  /// they report may come first: then the run is stopped for the same cause.
  private Optional<Event> unknownStop(RunRecord record, List<? extends Event> events) {
    var state = record.state();
    if (state.stop().isPresent() || events.stream().noneMatch(AdvanceRun::isCancelled)) {
      return Optional.empty();
    }
    return runs.read(record.run(), List.of())
        .stop()
        .filter(stop -> stop.epoch() == state.epoch())
        .map(stop -> new Event.StopFound(stop.cause()));
  }

  private static boolean isCancelled(Event event) {
    return event instanceof Event.Reported(_, _, Outcome.Failed(var error, _, _))
        && error.equals(ErrorName.CANCELLED);
  }

  private Draft keep(Definition definition, Draft draft, Holding holding, Instant now) {
    var state = draft.record().state();
    var kept = 0;
    for (var command : draft.commands()) {
      if (command instanceof Command.Assign(var id)) {
        var assignment = state.assignment(id);
        var lease = holding.leaseFor(definition.plan(), assignment, kept, now);
        if (lease.isPresent()) {
          state = state.inCustody(id, assignment.in(new Custody.Held(lease.get())));
          kept++;
        }
      }
    }
    return new Draft(
        draft.record().with(state, draft.record().nextCheck()), draft.commands(), draft.by());
  }

  /// A refused write may have been one's own, with a lost answer: then what it issued stands in
  /// RUN and nobody else will start it.
  private Advanced adopt(
      Definition definition, Advanced.Done done, List<Issuer> refused, Instant now) {
    var adopted = done;
    for (var by : refused) {
      adopted = carryOut.adopt(definition, adopted, by, now);
    }
    return adopted;
  }

  private static Instant nextCheck(RunRecord record, Instant now) {
    var state = record.state();
    var soon = now.plus(CHECK_AFTER);
    if (state.status() == RunStatus.QUEUED) {
      var asked = record.origin().admission().map(Admission::asked).orElse(now);
      return now.plus(bounded(Duration.between(asked, now)));
    }
    if (!state.inFlight().isEmpty() || state.status().hasEnded()) {
      return soon;
    }
    var due = state.nextDue().filter(at -> at.isBefore(state.deadline())).orElse(state.deadline());
    return due.isBefore(now) ? soon : due.plus(CHECK_AFTER);
  }

  private static Duration bounded(Duration waited) {
    if (waited.compareTo(QUEUED_CHECK_MIN) < 0) {
      return QUEUED_CHECK_MIN;
    }
    return waited.compareTo(QUEUED_CHECK_MAX) > 0 ? QUEUED_CHECK_MAX : waited;
  }
}
