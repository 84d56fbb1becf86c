package dev.millrace.core.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tells what happens to one run, decision by decision: given a DAG, when something happens, then
/// something follows. Plays the one who decides: answers what a decision asks, counts `seq`, and
/// after every decision checks [Invariants], asked or not. The run starts at [#START].
final class Tale {
  static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
  private static final long SEED = 42;

  private DagSpec dag;
  private Plan plan;
  private RunState state;
  private Instant now = START;
  private int decisions;
  private List<Command> commands = List.of();
  private final Map<Work, Instant> handedOut = new HashMap<>();
  private final Set<String> alive = new HashSet<>();

  private Tale(DagSpec dag) {
    this.dag = dag;
    this.plan = dag.plan();
    this.state = RunState.fresh(plan, SEED, now);
  }

  /// A run of that DAG that has just been started.
  static Tale given(DagSpec dag) {
    var tale = new Tale(dag);
    tale.decide(List.of(new Event.Started()));
    return tale;
  }

  /// Says what is at work, so that the reader need not work it out.
  Tale dispatched(String... labels) {
    for (var label : labels) {
      assertThat(stateOf(label)).as("state of %s", label).isEqualTo(TaskState.DISPATCHED);
    }
    return this;
  }

  /// Signs of life have come in time for that task: asked, it is said to live.
  Tale alive(String label) {
    alive.add(label);
    return this;
  }

  /// Time passes, and nothing happens.
  Tale later(Duration passed) {
    now = now.plus(passed);
    return this;
  }

  /// All of this happens, and is decided upon at once.
  Tale when(Happening... happenings) {
    var events = new ArrayList<Event>();
    for (var happening : happenings) {
      events.add(happening.in(this));
    }
    decide(events);
    return this;
  }

  /// Happenings that are decided upon one by one.
  Tale whenInTurn(Happening... happenings) {
    for (var happening : happenings) {
      when(happening);
    }
    return this;
  }

  /// The run that has ended is opened again, with the plan of `next`.
  Tale whenRedriven(DagSpec next, Redrive.Selection selection) {
    var nextPlan = next.plan();
    var reopened = Redrive.reopen(plan, nextPlan, state, selection, now).orElseThrow();
    dag = next;
    plan = nextPlan;
    state = reopened;
    decide(List.of(new Event.Started()));
    return this;
  }

  Tale whenRedriven(Redrive.Selection selection) {
    return whenRedriven(dag, selection);
  }

  Tale then(Expectation... expectations) {
    for (var expectation : expectations) {
      expectation.check(this);
    }
    return this;
  }

  RunState state() {
    return state;
  }

  Plan plan() {
    return plan;
  }

  Instant now() {
    return now;
  }

  /// Commands of the latest decision.
  List<Command> commands() {
    return commands;
  }

  Work work(String label) {
    var bracket = label.indexOf('[');
    var name = bracket < 0 ? label : label.substring(0, bracket);
    var task = plan.indexOf(new TaskName(name)).orElseThrow();
    return bracket < 0
        ? Work.of(task)
        : Work.of(task, Integer.parseInt(label.substring(bracket + 1, label.length() - 1)));
  }

  String label(Work work) {
    var name = plan.task(work.task()).name().text();
    return switch (work) {
      case Work.Whole _ -> name;
      case Work.Instance(_, var index) -> name + "[" + index + "]";
    };
  }

  TaskState stateOf(String label) {
    return state.stateOf(work(label));
  }

  /// What a label that is RETRYING or PARKED waits for.
  Pending pendingOf(String label) {
    return requireNonNull(state.pending().get(work(label)), label);
  }

  /// The attempts of an assignment in flight.
  List<Attempt> attemptsOf(AssignmentId id) {
    return requireNonNull(state.inFlight().get(id), id::toString).attempts();
  }

  /// When the attempt in flight of a work was handed out.
  Instant handedOut(String label) {
    return handedOut.getOrDefault(work(label), now);
  }

  /// The report of the attempt that is in flight for that label.
  Event.Reported reportOf(String label, Outcome outcome) {
    var work = work(label);
    for (var entry : state.inFlight().entrySet()) {
      for (var attempt : entry.getValue().attempts()) {
        if (attempt.work().equals(work)) {
          return new Event.Reported(entry.getKey(), attempt, outcome);
        }
      }
    }
    throw new AssertionError(label + " is not in flight but " + state.stateOf(work));
  }

  private void decide(List<Event> events) {
    var before = state;
    var all = new ArrayList<Command>();
    var by = new Issuer("message", "invocation", ++decisions);
    var decision = Decide.decide(plan, state, events, now, by);
    while (decision.asks()) {
      all.addAll(decision.commands());
      decision = Decide.decide(plan, decision.state(), answers(decision.commands()), now, by);
    }
    all.addAll(decision.commands());
    commands = List.copyOf(all);
    state = decision.state().nextSeq();
    for (var assignment : state.inFlight().values()) {
      for (Attempt attempt : assignment.attempts()) {
        if (attempt.step() == 0) {
          handedOut.putIfAbsent(attempt.work(), now);
        }
      }
    }
    handedOut.keySet().removeIf(work -> state.stateOf(work) != TaskState.DISPATCHED);
    assertThat(Invariants.brokenIn(plan, state)).as("invariants of the state").isEmpty();
    if (before.seq() > 0) {
      assertThat(Invariants.brokenBetween(plan, before, state))
          .as("invariants of the step")
          .isEmpty();
    }
  }

  private List<Event> answers(List<Command> asked) {
    var answers = new ArrayList<Event>();
    for (var command : asked) {
      switch (command) {
        case Command.Evaluate(var task) -> answers.add(evaluated(task));
        case Command.Expire(var work, var attempt, var error) ->
            answers.add(
                alive.contains(label(work))
                    ? new Event.HeartbeatSeen(work, attempt, now.plusSeconds(60))
                    : new Event.Answered(
                        state.epoch(),
                        Attempt.first(work, attempt),
                        Happening.failure(error.text(), now)));
        case Command.RecordFailure _,
            Command.PutStop _,
            Command.Assign _,
            Command.SendWake _,
            Command.CancelParked _,
            Command.EndRun _ -> {
          // Carried out, not answered.
        }
      }
    }
    return answers;
  }

  private Event evaluated(int task) {
    var spec = dag.tasks().get(task);
    return switch (spec.condition()) {
      case BROKEN -> new Event.EvaluationFailed(task);
      case FALSE -> new Event.Skips(task);
      case TRUE ->
          spec.planned().map().isPresent()
              ? new Event.Expanded(task, spec.instances(), spec.items())
              : new Event.MayStart(task);
    };
  }
}
