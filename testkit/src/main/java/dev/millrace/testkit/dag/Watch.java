package dev.millrace.testkit.dag;

import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.run.Invariants;
import dev.millrace.core.run.Redrive;
import dev.millrace.definition.Definition;
import dev.millrace.engine.Clock;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.testkit.dag.RunHistory.WorkKey;
import dev.millrace.testkit.reference.Chunked;
import dev.millrace.testkit.reference.Opening;
import dev.millrace.testkit.reference.Redone;
import dev.millrace.testkit.reference.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/// Watches the runs of a test and holds them to the invariants of the engine, whether the test asks
/// or not: a test of a DAG that passes on a broken engine proves nothing.
final class Watch implements WatchedRunStore.Watcher {
  private final Clock clock;
  private final Function<RunRecord, Definition> definitions;
  private final Map<RunId, Watched> runs = new HashMap<>();
  private final List<String> broken = new ArrayList<>();

  private static final class Watched {
    final RunHistory history = new RunHistory();
    final Set<TaskName> attempted = new HashSet<>();
    Opening opening = Opening.NEW;
    Optional<Redrive.Selection> redrive = Optional.empty();
    Optional<RunRecord> standing = Optional.empty();

    int epoch() {
      return standing.map(record -> record.state().epoch()).orElse(0);
    }
  }

  /// @param definitions what a run executes
  Watch(Clock clock, Function<RunRecord, Definition> definitions) {
    this.clock = clock;
    this.definitions = definitions;
  }

  private Watched of(RunId run) {
    return runs.computeIfAbsent(run, _ -> new Watched());
  }

  RunHistory history(RunId run) {
    return of(run).history;
  }

  /// @throws AssertionError when something was not as it must be
  void verify() {
    if (!broken.isEmpty()) {
      throw new AssertionError(
          "Millrace broke its own rules; this is a fault of Millrace and not of the DAG:\n  "
              + String.join("\n  ", broken));
    }
  }

  private void require(RunId run, List<String> wrong) {
    wrong.forEach(what -> broken.add(run + ": " + what));
  }

  // ---- actions ----

  void started(AttemptContext context) {
    var watched = of(context.run());
    var attempt = context.attempt();
    var index =
        switch (attempt.work()) {
          case Work.Whole _ -> OptionalInt.empty();
          case Work.Instance(_, var place) -> OptionalInt.of(place);
        };
    var key = WorkKey.of(context.task(), index);
    if (attempt.step() == 0) {
      require(context.run(), tooEarly(watched, key, context));
      require(context.run(), unreasonable(watched, key, context));
    }
    watched
        .history
        .started(key, attempt, watched.epoch(), clock.now())
        .ifPresent(wrong -> require(context.run(), List.of(wrong)));
  }

  /// No attempt starts before the delay after the one before it is over.
  private List<String> tooEarly(Watched watched, WorkKey key, AttemptContext context) {
    var before =
        List.copyOf(watched.history.allOf(key).headMap(context.attempt().number()).values());
    if (before.isEmpty() || watched.standing.isEmpty()) {
      return List.of();
    }
    var last = before.getLast();
    var outcome = last.outcome;
    if (outcome == null || last.epoch != watched.epoch()) {
      return List.of();
    }
    var plan = planOf(watched.standing.get());
    var ends = watched.history.ends(key, watched.epoch());
    return Reference.leastDelay(plan.task(context.attempt().work().task()), ends)
        .filter(delay -> clock.now().isBefore(outcome.recordedAt().plus(delay)))
        .map(delay -> key + " is attempted again before " + delay + " are over")
        .stream()
        .toList();
  }

  /// A task starts only if its trigger rule holds on the ends of its needs.
  private List<String> unreasonable(Watched watched, WorkKey key, AttemptContext context) {
    if (watched.standing.isEmpty() || watched.opening.keptInstances().containsKey(key.task())) {
      return List.of();
    }
    var record = watched.standing.get();
    var plan = planOf(record);
    var planned = plan.task(context.attempt().work().task());
    var ends = RunEnds.ends(plan, record.state());
    var needs = planned.needs().stream().map(ends::get).toList();
    var cleansUp = planned.cleanup() && record.state().stop().isPresent();
    return cleansUp || Reference.mayStart(planned, needs)
        ? List.of()
        : List.of(key + " starts while its needs are " + needs);
  }

  void received(RunId run, TaskCall call) {
    of(run).history.received(call);
  }

  /// Actions of the same task or instance that have started, this one included.
  int callsOf(RunId run, TaskCall call) {
    return of(run).history.callsOf(call.task(), call.index());
  }

  // ---- what is written ----

  @Override
  public void recorded(RunId run, TaskRecord record) {
    var watched = of(run);
    watched
        .history
        .recorded(record, watched.epoch())
        .ifPresent(wrong -> require(run, List.of(wrong)));
  }

  /// A redrive is asked for: its write may open the run again.
  void willReopen(RunId run, Redrive.Selection selection) {
    of(run).redrive = Optional.of(selection);
  }

  @Override
  public void written(Optional<RunRecord> before, RunRecord after) {
    var watched = of(after.run());
    watched.standing = Optional.of(after);
    var plan = planOf(after);
    if (before.isPresent() || !after.state().inFlight().isEmpty()) {
      require(after.run(), Invariants.brokenIn(plan, after.state()));
    }
    before.ifPresent(earlier -> moved(watched, plan, earlier, after));
    var state = after.state();
    var endedBefore =
        before.filter(
            earlier ->
                earlier.state().status().hasEnded() && earlier.state().epoch() == state.epoch());
    if (state.status().hasEnded() && endedBefore.isEmpty()) {
      EndCheck.noteAttempted(plan, state, watched.attempted);
      require(
          after.run(),
          EndCheck.disagreements(
              definitions.apply(after),
              after,
              watched.opening,
              watched.history,
              watched.attempted));
    }
  }

  private void moved(Watched watched, Plan plan, RunRecord before, RunRecord after) {
    if (before.state().epoch() != after.state().epoch()) {
      reopened(watched, before, after);
      return;
    }
    // A run that has just been created with nothing decided is no state that must hold.
    if (!before.state().inFlight().isEmpty() || !before.state().pending().isEmpty()) {
      require(after.run(), Invariants.brokenBetween(plan, before.state(), after.state()));
    }
  }

  private void reopened(Watched watched, RunRecord before, RunRecord after) {
    var earlier = planOf(before);
    var redrive =
        after.origin().chunk().isPresent()
            ? Optional.<Redrive.Selection>of(new Redrive.Selection.FailedInstances())
            : watched.redrive;
    if (redrive.isEmpty() || !before.state().status().hasEnded()) {
      require(after.run(), List.of("the run was opened again while " + before.state().status()));
      return;
    }
    EndCheck.noteAttempted(earlier, before.state(), watched.attempted);
    var drawn =
        Redone.opening(
            earlier,
            planOf(after),
            redrive.get(),
            RunEnds.ends(earlier, before.state()),
            RunEnds.instances(earlier, before.state()));
    watched.opening = Chunked.opening(drawn, earlier, before.state());
  }

  private Plan planOf(RunRecord record) {
    return Chunked.plan(definitions.apply(record).plan(), record.state());
  }
}
