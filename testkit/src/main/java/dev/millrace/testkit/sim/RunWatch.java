package dev.millrace.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.run.Invariants;
import dev.millrace.core.run.Redrive.Selection;
import dev.millrace.core.run.RunState;
import dev.millrace.core.run.TaskStates;
import dev.millrace.engine.action.ActionCall;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import dev.millrace.engine.store.Token;
import dev.millrace.testkit.reference.Chunked;
import dev.millrace.testkit.reference.Opening;
import dev.millrace.testkit.reference.Redone;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Watches one run and checks the invariants of engine.md at every step of it. It sees what the
/// stores hold and what the actions do, and believes nothing that the engine says of itself.
final class RunWatch {
  private static final Duration PROMPT = Duration.ofSeconds(10);

  private final World world;
  private final RunId run;
  private final AttemptLog log = new AttemptLog();
  private final StartCheck starts;
  private final Set<TaskName> attempted = new HashSet<>();
  private final Map<Long, TaskStates> issues = new HashMap<>();
  private final InputsCheck inputs;
  private final ChildCheck children;
  private final ChunkCheck chunks;
  private Optional<AroundChunk> around = Optional.empty();
  private final RecordFeatures features;
  private Opening opening = Opening.NEW;
  private final Map<String, Selection> redrives = new HashMap<>();
  private Instant lastProgress;
  private int given;

  RunWatch(World world, RunId run) {
    this.world = world;
    this.run = run;
    this.features = new RecordFeatures(world.coverage());
    this.inputs = new InputsCheck(world, run);
    this.children = new ChildCheck(world, run);
    this.chunks = new ChunkCheck(world, run);
    this.starts = new StartCheck(world, run, log);
    this.lastProgress = world.now();
  }

  AttemptLog log() {
    return log;
  }

  Instant lastProgress() {
    return lastProgress;
  }

  /// Somebody asks for a redrive: which tasks, should this call open the run again.
  void redriveAsked(Call by, Selection selection) {
    redrives.put(by.id(), selection);
  }

  private Plan plan(RunRecord record) {
    return world.plan(record);
  }

  private RunRecord standing() {
    return world.raw().runs().load(run).orElseThrow();
  }

  private void violated(int invariant, String what) {
    world.violated(invariant, run + ": " + what);
  }

  // ---- what actions do ----

  /// An action starts, and will work until then unless it is cut short.
  void started(Call by, ActionCall call, Instant until) {
    var context = call.context();
    var record = standing();
    var planned = plan(record).task(context.attempt().work().task());
    var key = keyOf(context);
    var number = context.attempt().number();
    var entry = log.of(key, number, record.state().epoch());
    world.note(() -> by + " starts " + key + " attempt " + number + "/" + context.attempt().step());
    lastProgress = world.now();
    if (!entry.steps.add(context.attempt().step())) {
      violated(2, key + " attempt " + number + " is executed twice");
    }
    for (var other : log.allOf(key).values()) {
      if (other.isAtWork(world.now())) {
        violated(2, key + " attempt " + number + " overlaps with an earlier one");
      }
    }
    var inFlight = record.state().inFlight().get(call.assignment());
    if (inFlight == null || !inFlight.attempts().contains(context.attempt())) {
      violated(2, key + " attempt " + number + " starts and is not in flight");
    }
    if (context.attempt().step() == 0) {
      var isChunk = isChunk(record, context);
      starts.check(by, record, planned, key, number, opening, isChunk);
      entry.startedAt = world.now();
      entry.signsOfLife.put(world.step(), world.now());
    }
    if (context.attempt().step() > 0) {
      world.coverage().saw(Feature.RESUMED);
    }
    entry.worker = by;
    entry.deadline = context.deadline();
    entry.worksUntil = until;
    attempted.add(key.task());
    starts.checkConcurrency(record, planned);
    checkInputs(record, call, planned);
  }

  private void checkInputs(RunRecord record, ActionCall call, PlannedTask planned) {
    var context = call.context();
    if (around.isPresent()) {
      around.get().check(planned, context);
    } else if (!isChunk(record, context)) {
      inputs.check(record, statesAtIssue(call.assignment()), plan(record), planned, context);
    }
  }

  private static boolean isChunk(RunRecord record, AttemptContext context) {
    return context.attempt().work() instanceof Work.Instance(var task, _)
        && record.state().instancesOf(task).areChunks();
  }

  /// How the tasks stood when an assignment was listed.
  private TaskStates statesAtIssue(AssignmentId id) {
    return Optional.ofNullable(issues.get(id.seq())).orElseGet(() -> standing().state().tasks());
  }

  /// What an action gives when it succeeds: something that no other attempt gives.
  JsonNode result(ActionCall call) {
    var result = JsonNodeFactory.instance.objectNode();
    result.put("by", call.context().label()).put("serial", ++given);
    if (world.script().isBulky(call.context().label() + given)) {
      result.put("bulk", Bulk.TEXT);
    }
    gives(keyOf(call.context()), call.context().attempt().number(), result);
    return result;
  }

  /// Something was given for an attempt, by its action or from outside.
  void gives(AttemptLog.Key key, int number, JsonNode result) {
    log.find(key, number).ifPresent(entry -> entry.given.add(result));
  }

  /// An action was interrupted, or its process has ended.
  void cutShort(ActionCall call) {
    log.find(keyOf(call.context()), call.context().attempt().number())
        .ifPresent(entry -> entry.worksUntil = world.now());
  }

  static AttemptLog.Key keyOf(AttemptContext context) {
    return new AttemptLog.Key(context.task(), indexOf(context.attempt().work()));
  }

  private static int indexOf(Work work) {
    return switch (work) {
      case Work.Whole _ -> AttemptLog.Key.of(new TaskName("t"), OptionalInt.empty()).index();
      case Work.Instance(_, var index) -> index;
    };
  }

  // ---- what is recorded ----

  void stopPut(int epoch) {
    starts.stopped(epoch);
  }

  /// A sign of life was noted.
  void alive(Token token, Instant at) {
    var name = plan(standing()).task(token.work().task()).name();
    log.find(new AttemptLog.Key(name, indexOf(token.work())), token.attempt())
        .ifPresent(entry -> entry.signsOfLife.put(world.step(), at));
  }

  /// A record was stored.
  void recorded(TaskRecord record) {
    var key = AttemptLog.Key.of(record.task(), record.index());
    var epoch = standing().state().epoch();
    var entry = log.of(key, record.attempt(), epoch);
    features.recorded(record, entry.record);
    world.note(() -> key + " attempt " + record.attempt() + " is recorded " + record.content());
    if (record.hasOutcome() || entry.record == null) {
      lastProgress = world.now();
    }
    if (entry.outcome().isPresent()) {
      violated(4, key + " attempt " + record.attempt() + " had an outcome that is replaced");
    }
    if (!SeenOfRun.isEngines(world, record.task(), record.index())) {
      attempted.add(key.task());
    }
    var isChunk = chunks.isOfChunk(record.task(), record.index());
    OutcomeCheck.check(world, entry, key, record, starts.isStopped(entry.epoch), isChunk)
        .ifPresent(wrong -> violated(wrong.invariant(), wrong.what()));
    if (isChunk) {
      chunks.check(record).ifPresent(wrong -> violated(wrong.invariant(), wrong.what()));
    } else if (world.script().task(record.task()).child().isPresent()
        && !SeenOfRun.isEngines(world, record.task(), record.index())) {
      children
          .check(record, Optional.ofNullable(entry.record))
          .ifPresent(wrong -> violated(wrong.invariant(), wrong.what()));
    }
    entry.record = record;
  }

  // ---- what is written of the run ----

  /// RUN was written first.
  void created(RunRecord record) {
    record.origin().parent().ifPresent(parent -> world.childOf(parent.run(), run));
    around = AroundChunk.of(world, record);
    issues.put(record.state().seq(), record.state().tasks());
    if (!record.state().inFlight().isEmpty()) {
      Invariants.brokenIn(plan(record), record.state()).forEach(wrong -> violated(4, wrong));
    }
  }

  /// RUN was written.
  void written(RunRecord before, RunRecord after) {
    var plan = plan(after);
    issues.put(after.state().seq(), after.state().tasks());
    if (!before.state().tasks().equals(after.state().tasks())
        || !before.state().maps().equals(after.state().maps())) {
      lastProgress = world.now();
    }
    for (var wrong : Invariants.brokenIn(plan, after.state())) {
      violated(4, wrong);
    }
    if (after.state().epoch() == before.state().epoch()) {
      // A run that has just been created with nothing decided is no state that must hold.
      var decided = !before.state().inFlight().isEmpty() || !before.state().pending().isEmpty();
      if (decided) {
        Invariants.brokenBetween(plan, before.state(), after.state())
            .forEach(wrong -> violated(4, wrong));
      }
    } else {
      reopened(before, after);
    }
    ended(before, after);
  }

  private void reopened(RunRecord before, RunRecord after) {
    if (!before.state().status().hasEnded()
        || after.state().epoch() != before.state().epoch() + 1) {
      violated(4, "the run was opened again while " + before.state().status());
    }
    noteAttempted(plan(before), before.state());
    around = AroundChunk.of(world, after);
    var selection =
        after.origin().chunk().isPresent()
            ? new Selection.FailedInstances()
            : Optional.ofNullable(redrives.get(world.current().id())).orElseThrow();
    opening =
        Redone.opening(
            plan(before),
            plan(after),
            selection,
            EndsCheck.ends(plan(before), before.state()),
            EndsCheck.instances(plan(before), before.state()));
    opening = Chunked.opening(opening, plan(before), before.state());
    features.reopened(selection, before, after, opening);
    for (var task : plan(after).tasks()) {
      var kept = opening.kept().get(task.name());
      var index = plan(after).indexOf(task.name()).orElseThrow();
      if (kept != null && after.state().tasks().state(index) != kept) {
        violated(4, task.name() + " was " + kept + " and not to be done again");
      }
    }
  }

  private void noteAttempted(Plan plan, RunState state) {
    for (var index = 0; index < plan.size(); index++) {
      var end = state.tasks().state(index);
      if (end == TaskState.SUCCEEDED
          || end == TaskState.FAILED
          || state.maps().containsKey(index)) {
        attempted.add(plan.task(index).name());
      }
    }
  }

  /// What newly ended must be recorded before RUN says so; and at the end of the run all must be
  /// as the reference interpreter says.
  private void ended(RunRecord before, RunRecord after) {
    var plan = plan(after);
    var state = after.state();
    for (var index = 0; index < plan.size(); index++) {
      var task = plan.task(index);
      var end = state.tasks().state(index);
      var was = stateBefore(before, task.name());
      if (end.hasEnded() && was.filter(end::equals).isEmpty() && isWorkedOut(task)) {
        chunks.ended(task.name(), index, state);
      }
      if (task.map().isEmpty() && was.filter(end::equals).isEmpty()) {
        var number = state.attemptsOf(Work.of(index));
        if (was.filter(TaskState.PARKED::equals).isPresent()) {
          checkPromptness(task, number);
        }
        if (end == TaskState.SUCCEEDED && !opening.kept().containsKey(task.name())) {
          checkRecorded(task, number);
        }
      }
    }
    var isSame = before.state().epoch() == state.epoch();
    if (state.status().hasEnded() && !(isSame && before.state().status().hasEnded())) {
      world.note(() -> "the run ends " + state.status());
      noteAttempted(plan, state);
      for (var wrong :
          EndsCheck.disagreements(
              plan,
              opening,
              new SeenOfRun(world, run, log, chunks, state.epoch()),
              state,
              attempted)) {
        violated(7, wrong);
      }
      world.coverage().ended(plan, state, opening.kept().keySet());
      if (after.origin().parent().isPresent()) {
        world.coverage().childEnded(after);
      }
    }
  }

  /// How a task stood before a write, in the version of the DAG that the run then went by; empty
  /// when it was not there or the write opened the run again.
  private Optional<TaskState> stateBefore(RunRecord before, TaskName task) {
    return before.state().epoch() == standing().state().epoch()
        ? plan(before).indexOf(task).map(before.state().tasks()::state)
        : Optional.empty();
  }

  private void checkRecorded(PlannedTask task, int number) {
    var isRecorded =
        log.find(AttemptLog.Key.of(task.name(), OptionalInt.empty()), number)
            .flatMap(AttemptLog.Entry::outcome)
            .filter(Content.Succeeded.class::isInstance)
            .isPresent();
    if (!isRecorded) {
      violated(5, task.name() + " is SUCCEEDED and no output is recorded");
    }
  }

  /// Where nothing goes wrong, an answer ends its attempt soon and not only at its timeout.
  private void checkPromptness(PlannedTask task, int number) {
    var answered =
        log.find(AttemptLog.Key.of(task.name(), OptionalInt.empty()), number)
            .flatMap(AttemptLog.Entry::endedAt);
    if (world.faults().areNone()
        && answered.filter(at -> at.plus(PROMPT).isBefore(world.now())).isPresent()) {
      violated(6, task.name() + " was answered at " + answered.get() + " and waited since");
    }
  }

  private boolean isWorkedOut(PlannedTask task) {
    return task.map().isPresent() && !opening.kept().containsKey(task.name());
  }

  /// What an attempt that started has come to, once nothing more can happen.
  void checkAtRest() {
    if (!standing().state().isSettled()) {
      return; // without reconcile the cancelling of what was parked may be left undone
    }
    log.keys()
        .forEach(
            key -> {
              // Of an earlier attempt the word that it was cancelled may come too late.
              var last = log.allOf(key).lastEntry();
              if (last != null && last.getValue().outcome().isEmpty()) {
                violated(6, key + " never got an outcome");
              }
            });
  }
}
