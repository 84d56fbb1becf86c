package dev.millrace.engine;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Outcome;
import dev.millrace.definition.Definition;
import dev.millrace.engine.action.ActionCall;
import dev.millrace.engine.action.Actions;
import dev.millrace.engine.action.Finished;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One invocation at work on one run: executes what it claimed or kept, records outcomes, advances
/// the run itself while few others are in flight (the fast path), and goes on with what it may
/// keep. For one thread.
final class Shift {
  /// Assignments that one invocation works on side by side at most.
  static final int KEPT_MAX = 4;

  /// With more assignments of the run elsewhere, outcomes go through the results queue.
  static final int OTHERS_FEW = 4;

  /// How long outcomes wait for others on the fast path, where each report writes RUN.
  static final Duration LINGER_FAST = Duration.ofMillis(2);

  /// How long finished outcomes of a group wait for its slower ones.
  static final Duration LINGER_WIDE = Duration.ofMillis(200);

  /// How often a worker whose actions still run looks whether the run was stopped.
  static final Duration STOP_CHECK = Duration.ofSeconds(2);

  private final RunStore runs;
  private final AdvanceRun advanceRun;
  private final ResultsQueue results;
  private final Clock clock;
  private final Actions actions;
  private final Beginning beginning;
  private final Recording recording;
  private final Turn turn;
  private final Lane lane;
  private final Plans plans;
  private final Map<AssignmentId, Integer> open = new HashMap<>();
  private final Map<AssignmentId, Definition> definitions = new HashMap<>();
  private RunRecord record;
  private boolean fast;
  private boolean gone;
  private Optional<Instant> waitUntil = Optional.empty();
  private Instant nextStopCheck;

  Shift(
      RunStore runs,
      AdvanceRun advanceRun,
      ResultsQueue results,
      Clock clock,
      Actions actions,
      Beginning beginning,
      Recording recording,
      Turn turn,
      Lane lane,
      Plans plans,
      RunRecord record,
      boolean fast) {
    this.runs = runs;
    this.advanceRun = advanceRun;
    this.results = results;
    this.clock = clock;
    this.actions = actions;
    this.beginning = beginning;
    this.recording = recording;
    this.turn = turn;
    this.lane = lane;
    this.plans = plans;
    this.record = record;
    this.fast = fast;
    this.nextStopCheck = clock.now().plus(STOP_CHECK);
  }

  /// Begins an assignment that this invocation has claimed, or keeps.
  void begin(AssignmentId id, List<Attempt> attempts) {
    open.put(id, attempts.size());
    // The run may go by another version since this invocation began.
    var definition = plans.of(record);
    definitions.put(id, definition);
    beginning.begin(definition, record, id, attempts, turn.invocation()).forEach(actions::start);
  }

  /// Applies events to the run, and begins what this invocation then keeps.
  void advance(List<Event> events) {
    var room = Math.max(0, KEPT_MAX - open.size());
    var holding =
        new Holding.UpTo(room, lane, turn.invocation().lease(), turn.invocation().actionsUntil());
    switch (advanceRun.advance(record, events, turn, holding)) {
      case Advanced.Done(var standing, var held, var wait) -> {
        record = standing;
        // An earlier wait stands, also one that has passed while RUN was written: what was decided
        // before it was not due, and the run's one wake is still this invocation's to wait out.
        waitUntil = wait.or(() -> waitUntil);
        held.forEach(this::beginKept);
      }
      case Advanced.Contended(var standing, var held) -> {
        record = standing;
        fast = false;
        var reports = events.stream().filter(event -> !(event instanceof Event.Admitted)).toList();
        if (reports.isEmpty()) {
          // What is due must not be forgotten: nobody else waits for it.
          advanceRun.wakeNow(record.run());
        }
        ResultSending.send(results, record.run(), reports);
        held.forEach(this::beginKept);
      }
      case Advanced.Gone _ -> gone = true;
    }
  }

  private void beginKept(AssignmentId id) {
    var assignment = record.state().inFlight().get(id);
    if (assignment != null) {
      begin(id, assignment.attempts());
    }
  }

  /// Begins with what is given, and works until nothing is left that this invocation keeps.
  ///
  /// @throws InterruptedException when the host ends the invocation
  void work(Runnable beginning) throws InterruptedException {
    try {
      beginning.run();
      while (!gone && (actions.running() > 0 || waitUntil.isPresent())) {
        step();
      }
    } finally {
      // Nothing goes on behind an invocation that is over, however it ended.
      actions.stop(_ -> true);
    }
  }

  /// The run as it stands, as far as this invocation knows.
  RunRecord record() {
    return record;
  }

  private void step() throws InterruptedException {
    var finished = actions.await(awaitUntil(), fast ? LINGER_FAST : LINGER_WIDE);
    var now = clock.now();
    if (!finished.isEmpty()) {
      report(finished);
    } else if (waitUntil.isPresent() && !now.isBefore(waitUntil.get())) {
      waitUntil = Optional.empty();
      advance(List.of());
    }
    if (!now.isBefore(nextStopCheck)) {
      stopIfTold(now);
    }
  }

  private Optional<Instant> awaitUntil() {
    return Stream.concat(
            waitUntil.stream(), actions.running() > 0 ? Stream.of(nextStopCheck) : Stream.empty())
        .min(Instant::compareTo);
  }

  private void stopIfTold(Instant now) {
    nextStopCheck = now.plus(STOP_CHECK);
    if (Beginning.isStopped(runs.read(record.run(), List.of()), record)) {
      actions.stop(
          call ->
              !definitionOf(call).plan().task(call.context().attempt().work().task()).cleanup());
    }
  }

  /// Records outcomes first, then tells the run of them.
  private void report(List<Finished> finished) {
    var written = new ArrayList<TaskRecord>(finished.size());
    for (var each : finished) {
      written.add(recording.of(definitionOf(each.call()), record, each, turn.invocation().id()));
    }
    var events = new ArrayList<Event>(finished.size());
    var answers = runs.record(record.run(), written);
    for (var i = 0; i < finished.size(); i++) {
      var call = finished.get(i).call();
      var attempt = call.context().attempt();
      outcome(written.get(i), answers.get(i), finished.get(i))
          .ifPresent(outcome -> events.add(Recorded.reported(call.assignment(), attempt, outcome)));
      closeOne(call.assignment());
    }
    if (fast && others() <= OTHERS_FEW) {
      advance(events);
    } else if (!events.isEmpty()) {
      ResultSending.send(results, record.run(), events);
    }
  }

  private Optional<Outcome> outcome(
      TaskRecord written, RunStore.Recording answer, Finished finished) {
    return switch (answer) {
      case RunStore.Recording.Stored _ -> Optional.of(Recorded.outcome(written));
      case RunStore.Recording.Refused(var current) -> {
        if (written.content() instanceof Content.Parked) {
          recording.cancelParked(finished.call());
        }
        yield Recorded.outcomeOf(current, finished.call().context().attempt());
      }
    };
  }

  private Definition definitionOf(ActionCall call) {
    return Optional.ofNullable(definitions.get(call.assignment())).orElseThrow();
  }

  private void closeOne(AssignmentId id) {
    open.computeIfPresent(id, (_, left) -> left > 1 ? left - 1 : null);
  }

  private int others() {
    return record.state().inFlight().size() - open.size();
  }
}
