package dev.millrace.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.run.Command;
import dev.millrace.core.run.Decide;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Invariants;
import dev.millrace.core.run.Issuer;
import dev.millrace.core.run.Outcome;
import dev.millrace.core.run.Redrive;
import dev.millrace.core.run.RunState;
import dev.millrace.testkit.reference.AttemptEnd;
import dev.millrace.testkit.reference.Happened;
import dev.millrace.testkit.reference.Opening;
import dev.millrace.testkit.reference.Redone;
import dev.millrace.testkit.reference.Reference;
import dev.millrace.testkit.sim.Behaviour.Signal.Says;
import dev.millrace.testkit.sim.Behaviour.Then;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;

/// Plays a made-up DAG against the rules alone, with no ports between: outcomes come when their
/// actions end, now and then twice; wakes come late or early; somebody may cancel, or open the run
/// again. The invariants of the state are checked after every decision and the reference
/// interpreter at each end.
final class RulesAlone {
  private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
  private static final int DECISIONS_MAX = 20_000;

  private final Dice dice;
  private final Script script;
  private final Plan plan;
  private final PriorityQueue<Coming> coming =
      new PriorityQueue<>(Comparator.comparing(Coming::at).thenComparingInt(Coming::order));

  private final RecordedOutcomes records = new RecordedOutcomes();

  /// The step after the last one that an attempt is known to have parked at.
  private final Map<Attempt, Integer> parkedBefore = new HashMap<>();

  private final Map<Work, Instant> firstStarts = new HashMap<>();
  private final Map<Work, Instant> signsOfLife = new HashMap<>();
  private final Set<TaskName> attempted = new HashSet<>();
  private Opening opening = Opening.NEW;
  private RunState state;
  private Instant now = START;
  private int decisions;
  private int order;

  private record Coming(Instant at, int order, Supplier<List<Event>> happens) {}

  RulesAlone(long seed) {
    this.dice = Dice.of(seed);
    var dag = DagMaker.make(Dice.of(seed, "dag"), false);
    this.script = new Script(seed, dag);
    this.plan = dag.plan("digest");
    this.state = RunState.fresh(plan, seed, now);
  }

  /// Plays to the end, and perhaps on from there.
  void play() {
    var redrives = dice.chance(0.25) ? dice.between(1, 3) : 0;
    decide(List.of(new Event.Started()));
    if (dice.chance(0.15)) {
      var when = dice.about(Duration.ofMillis(1), Duration.ofMinutes(2));
      come(now.plus(when), new Event.CancelRequested());
    }
    come(state.deadline().plusMillis(1), new Event.Due());
    toTheEnd();
    for (var i = 0; i < redrives && redrive(); i++) {
      toTheEnd();
    }
  }

  private void toTheEnd() {
    while (!state.status().hasEnded()) {
      var events = new ArrayList<>(next());
      while (dice.chance(0.2)
          && !coming.isEmpty()
          && !coming.peek().at().isAfter(now.plusSeconds(1))) {
        events.addAll(next());
      }
      if (!events.isEmpty()) {
        if (dice.chance(0.1)) {
          come(
              now.plus(dice.about(Duration.ofMillis(1), Duration.ofMinutes(5))), dice.pick(events));
        }
        decide(events);
      }
    }
    assertThat(EndsCheck.disagreements(plan, opening, happened(), state, attempted)).isEmpty();
  }

  private List<Event> next() {
    var next = coming.poll();
    if (next == null) {
      throw new AssertionError("nothing more can happen to " + state);
    }
    now = next.at().isAfter(now) ? next.at() : now;
    return next.happens().get();
  }

  private boolean redrive() {
    var names = plan.tasks().stream().map(task -> task.name()).toList();
    var selection =
        dice.chance(0.6)
            ? new Redrive.Selection.Failed()
            : new Redrive.Selection.Named(Set.of(dice.pick(names)));
    noteAttempted();
    opening =
        Redone.opening(
            plan, plan, selection, EndsCheck.ends(plan, state), EndsCheck.instances(plan, state));
    var reopened = Redrive.reopen(plan, plan, state, selection, now);
    if (reopened.isEmpty()) {
      assertThat(opening.kept()).hasSize(plan.size());
      return false;
    }
    state = reopened.get();
    decide(List.of(new Event.Started()));
    come(state.deadline().plusMillis(1), new Event.Due());
    return true;
  }

  private void come(Instant at, Event event) {
    come(at, () -> List.of(event));
  }

  private void come(Instant at, Supplier<List<Event>> happens) {
    coming.add(new Coming(at, order++, happens));
  }

  private void decide(List<Event> events) {
    assertThat(++decisions).as("decisions of one run").isLessThan(DECISIONS_MAX);
    var before = state;
    var by = new Issuer("message", "invocation", decisions);
    var commands = new ArrayList<Command>();
    var decision = Decide.decide(plan, state, events, now, by);
    while (decision.asks()) {
      commands.addAll(decision.commands());
      decision = Decide.decide(plan, decision.state(), answers(decision.commands()), now, by);
    }
    commands.addAll(decision.commands());
    state = decision.state().nextSeq();
    assertThat(Invariants.brokenIn(plan, state)).isEmpty();
    var wasWritten = !before.inFlight().isEmpty() || !before.pending().isEmpty();
    if (wasWritten) {
      assertThat(Invariants.brokenBetween(plan, before, state)).isEmpty();
    }
    commands.forEach(this::carryOut);
  }

  private List<Event> answers(List<Command> asked) {
    var events = new ArrayList<Event>();
    for (var command : asked) {
      switch (command) {
        case Command.Evaluate(var task) -> events.add(evaluated(task));
        case Command.Expire(var work, var number, var error) ->
            events.add(expired(work, number, error));
        case Command.RecordFailure _,
            Command.PutStop _,
            Command.Assign _,
            Command.SendWake _,
            Command.CancelParked _,
            Command.EndRun _ -> {
          // Carried out when the decision is complete.
        }
      }
    }
    return events;
  }

  private Event evaluated(int task) {
    var name = plan.task(task).name();
    return switch (script.condition(name)) {
      case BROKEN -> new Event.EvaluationFailed(task);
      case FALSE -> new Event.Skips(task);
      case TRUE ->
          plan.task(task).map().isPresent()
              ? new Event.Expanded(task, script.items(name))
              : new Event.MayStart(task);
    };
  }

  private Event expired(Work work, int number, ErrorName error) {
    var heartbeat = script.task(plan.task(work.task()).name()).heartbeat();
    var seen = Optional.ofNullable(signsOfLife.get(work));
    if (error.equals(ErrorName.HEARTBEAT_TIMEOUT)
        && seen.isPresent()
        && seen.get().plus(heartbeat.orElseThrow()).isAfter(now)) {
      return new Event.HeartbeatSeen(work, number, seen.get().plus(heartbeat.orElseThrow()));
    }
    return new Event.Answered(
        state.epoch(), Attempt.first(work, number), record(work, number, failed(error, now)));
  }

  private static Outcome failed(ErrorName error, Instant startedAt) {
    return new Outcome.Failed(error, startedAt, Optional.empty());
  }

  /// What stands recorded of an attempt after this outcome of it came.
  private Outcome record(Work work, int number, Outcome outcome) {
    return records.record(work, number, outcome, now, state.epoch());
  }

  private void carryOut(Command command) {
    switch (command) {
      case Command.Assign(var id) -> {
        var assignment = state.inFlight().get(id);
        if (assignment != null) {
          assignment.attempts().forEach(attempt -> execute(id, attempt));
        }
      }
      case Command.SendWake(var at) -> {
        var due = new Event.Due();
        come(at.isAfter(now) ? at : now, due);
        if (dice.chance(0.2)) {
          come(now.plus(dice.about(Duration.ofMillis(1), Duration.ofMinutes(1))), due);
        }
      }
      case Command.CancelParked(var work, var number) ->
          record(work, number, failed(ErrorName.CANCELLED, now));
      case Command.Evaluate _,
          Command.Expire _,
          Command.RecordFailure _,
          Command.PutStop _,
          Command.EndRun _ -> {
        // Nothing comes of it here.
      }
    }
  }

  private void execute(AssignmentId id, Attempt attempt) {
    var work = attempt.work();
    var planned = plan.task(work.task());
    if (attempt.step() == 0) {
      checkDelay(attempt);
      firstStarts.put(work, now);
      signsOfLife.put(work, now);
    }
    attempted.add(planned.name());
    var mayStart = state.stop().isEmpty() || planned.cleanup();
    assertThat(mayStart).as("%s starts after the stop", attempt).isTrue();
    var behaviour = script.behaviour("run", planned.name(), attempt);
    var bound = planned.lane().longest();
    var limit = planned.timeout().filter(own -> own.compareTo(bound) < 0).orElse(bound);
    if (behaviour.takes().compareTo(limit) >= 0) {
      end(id, attempt, now.plus(limit), () -> failed(ErrorName.TIMEOUT, startOf(work)));
      return;
    }
    var at = now.plus(behaviour.takes());
    switch (behaviour.then()) {
      case Then.Succeeds _ -> end(id, attempt, at, Outcome.Succeeded::new);
      case Then.Throws _ ->
          end(id, attempt, at, () -> failed(ErrorName.ACTION_CRASHED, startOf(work)));
      case Then.Fails(var error, var retryAfter) ->
          end(id, attempt, at, () -> new Outcome.Failed(error, startOf(work), retryAfter));
      case Then.Parks parks -> park(id, attempt, at, parks);
    }
  }

  private Instant startOf(Work work) {
    return firstStarts.getOrDefault(work, now);
  }

  private void end(AssignmentId id, Attempt attempt, Instant at, Supplier<Outcome> outcome) {
    come(
        at,
        () -> {
          var stands = record(attempt.work(), attempt.number(), outcome.get());
          return List.of(new Event.Reported(id, attempt, stands));
        });
  }

  private void park(AssignmentId id, Attempt attempt, Instant at, Then.Parks parks) {
    var work = attempt.work();
    var task = script.task(plan.task(work.task()).name());
    var parked =
        new Outcome.Parked(
            parks.wakeIn().map(at::plus),
            task.timeout().map(startOf(work)::plus),
            task.heartbeat().map(at::plus));
    come(
        at,
        () -> {
          var stands = records.of(work, attempt.number());
          if (stands.isEmpty()) {
            parkedBefore.put(Attempt.first(work, attempt.number()), attempt.step() + 1);
          }
          return List.of(new Event.Reported(id, attempt, stands.orElse(parked)));
        });
    for (var signal : parks.signals()) {
      var when = now.plus(signal.after());
      switch (signal.says()) {
        case Says.Alive _ ->
            come(
                when,
                () -> {
                  signsOfLife.put(work, now);
                  return List.of();
                });
        case Says.Succeeded _ -> come(when, () -> answered(attempt, new Outcome.Succeeded()));
        case Says.Failed(var error) ->
            come(when, () -> answered(attempt, failed(error, startOf(work))));
      }
    }
  }

  private List<Event> answered(Attempt attempt, Outcome outcome) {
    var number = attempt.number();
    if (records.of(attempt.work(), number).isPresent()
        || state.attemptsOf(attempt.work()) != number) {
      return List.of();
    }
    var step = parkedBefore.getOrDefault(Attempt.first(attempt.work(), number), 0);
    return List.of(
        new Event.Answered(
            state.epoch(),
            new Attempt(attempt.work(), number, step),
            record(attempt.work(), number, outcome)));
  }

  private void checkDelay(Attempt attempt) {
    var work = attempt.work();
    var ofThisEpoch = ends(work);
    if (!ofThisEpoch.isEmpty()) {
      var least = Reference.leastDelay(plan.task(work.task()), ofThisEpoch);
      assertThat(least).as("%s after %s", attempt, ofThisEpoch).isPresent();
      var earliest = records.lastRecordedAt(work).plus(least.orElseThrow());
      assertThat(now).as("start of %s", attempt).isAfterOrEqualTo(earliest);
    }
  }

  private List<AttemptEnd> ends(Work work) {
    return records.ends(work, state.epoch());
  }

  private void noteAttempted() {
    for (var task = 0; task < plan.size(); task++) {
      var end = state.tasks().state(task);
      if (end == TaskState.SUCCEEDED || end == TaskState.FAILED) {
        attempted.add(plan.task(task).name());
      }
    }
    state.maps().keySet().forEach(task -> attempted.add(plan.task(task).name()));
  }

  private Happened happened() {
    noteAttempted();
    return new Happened() {
      @Override
      public Condition condition(TaskName task) {
        return script.condition(task);
      }

      @Override
      public int items(TaskName task) {
        return script.items(task);
      }

      @Override
      public boolean outputFails() {
        return false;
      }

      @Override
      public List<AttemptEnd> attempts(TaskName task, OptionalInt index) {
        var number = plan.indexOf(task).orElseThrow();
        return ends(index.isPresent() ? Work.of(number, index.getAsInt()) : Work.of(number));
      }
    };
  }
}
