package dev.millrace.core.run;

import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Plan;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Opens a run again that has ended: some tasks and all behind them are WAITING once more, the
/// others keep their ends. Attempt numbers go on, the counters of retry policies start anew.
public final class Redrive {
  private final Plan before;
  private final Plan after;
  private final RunState state;
  private final BitSet again;
  private final BitSet behind = new BitSet();

  /// Which tasks are done again; all tasks behind them are too.
  public sealed interface Selection {
    /// Those that failed or were cancelled; of a mapped one only the instances that did.
    record Failed() implements Selection {}

    /// The same, and of mapped tasks that succeeded the instances whose failure they tolerated.
    record FailedInstances() implements Selection {}

    /// Those named, whatever their end; mapped ones wholly.
    record Named(Set<TaskName> tasks) implements Selection {
      /// Copies the set.
      public Named {
        tasks = Set.copyOf(tasks);
      }
    }
  }

  private Redrive(Plan before, Plan after, RunState state, Selection selection) {
    this.before = before;
    this.after = after;
    this.state = state;
    this.again = seeds(selection);
    spread();
  }

  /// The state of the run opened again, to be decided upon with [Event.Started]; empty when the
  /// selection holds no task.
  ///
  /// @param before the plan that the state belongs to
  /// @param after the plan to go on with: the same, or that of a later version of the DAG
  /// @throws IllegalArgumentException when the run has not ended
  public static Optional<RunState> reopen(
      Plan before, Plan after, RunState state, Selection selection, Instant now) {
    if (!state.status().hasEnded()) {
      throw new IllegalArgumentException("only a run that has ended can be opened again");
    }
    var redrive = new Redrive(before, after, state, selection);
    return redrive.again.isEmpty() ? Optional.empty() : Optional.of(redrive.reopened(now));
  }

  private BitSet seeds(Selection selection) {
    var seeds = new BitSet();
    for (var task = 0; task < after.size(); task++) {
      var name = after.task(task).name();
      var was = before.indexOf(name);
      var chosen =
          was.isEmpty()
              || switch (selection) {
                case Selection.Failed _ -> hasFailed(state.tasks().state(was.get()));
                case Selection.FailedInstances _ ->
                    hasFailed(state.tasks().state(was.get())) || hasFailedInstances(was.get());
                case Selection.Named(var names) -> names.contains(name);
              };
      seeds.set(task, chosen);
      if (chosen && selection instanceof Selection.Named) {
        behind.set(task);
      }
    }
    return seeds;
  }

  private boolean hasFailedInstances(int task) {
    var instances = state.maps().get(task);
    return instances != null && instances.count(TaskState.SUCCEEDED) < instances.size();
  }

  private static boolean hasFailed(TaskState end) {
    return switch (end) {
      case FAILED, CANCELLED, UPSTREAM_FAILED -> true;
      case SUCCEEDED, SKIPPED -> false;
      case WAITING, EVALUATING, READY, DISPATCHED, RETRYING, PARKED -> true;
    };
  }

  private void spread() {
    var open = new ArrayDeque<Integer>();
    again.stream().forEach(open::add);
    for (var task = open.poll(); task != null; task = open.poll()) {
      var successors = after.successorsOf(task);
      for (var i = 0; i < successors.size(); i++) {
        var successor = successors.task(i);
        behind.set(successor);
        if (!again.get(successor)) {
          again.set(successor);
          open.add(successor);
        }
      }
    }
  }

  private RunState reopened(Instant now) {
    var letters = new StringBuilder(after.size());
    var attempts = new TreeMap<Work, Integer>();
    var maps = new TreeMap<Integer, Instances>();
    for (var task = 0; task < after.size(); task++) {
      var was = before.indexOf(after.task(task).name());
      var end = was.map(state.tasks()::state).orElse(TaskState.WAITING);
      var next = again.get(task) ? TaskState.WAITING : end;
      letters.append((char) next.letter());
      if (was.isPresent()) {
        carry(was.get(), task, next, attempts, maps);
      }
    }
    return new RunState(
        state.seq(),
        RunStatus.RUNNING,
        Optional.empty(),
        state.epoch() + 1,
        state.seed(),
        state.startedAt(),
        now.plus(after.rules().timeout()),
        Optional.empty(),
        TaskStates.parse(letters.toString()),
        attempts,
        maps,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        state.outbox(),
        Optional.empty());
  }

  private void carry(
      int was,
      int task,
      TaskState next,
      Map<Work, Integer> attempts,
      Map<Integer, Instances> maps) {
    var count = state.attemptsOf(Work.of(was));
    var instances = state.maps().get(was);
    if (instances != null && keepsInstances(task)) {
      maps.put(task, carryInstances(was, task, instances, attempts));
    } else if (instances != null) {
      for (var index = 0; index < instances.size(); index++) {
        count = Math.max(count, state.attemptsOf(Work.of(was, index)));
      }
    }
    if (count != RunState.impliedAttempts(next)) {
      attempts.put(Work.of(task), count);
    }
  }

  /// A mapped task keeps its items and the instances that succeeded, unless something before it is
  /// done again, it was named, or another version of the DAG may see other items.
  private boolean keepsInstances(int task) {
    var sameItems = !again.get(task) || before.digest().equals(after.digest());
    return after.task(task).map().isPresent() && !behind.get(task) && sameItems;
  }

  private Instances carryInstances(
      int was, int task, Instances instances, Map<Work, Integer> attempts) {
    var letters = new StringBuilder(instances.size());
    for (var index = 0; index < instances.size(); index++) {
      var end = instances.state(index);
      // A chunk that succeeded may have failed instances: whoever takes it up again looks.
      var isDone = end == TaskState.SUCCEEDED && !instances.areChunks();
      var next = again.get(task) && !isDone ? TaskState.READY : end;
      letters.append((char) next.letter());
      var count = state.attemptsOf(Work.of(was, index));
      if (count != instances.attemptsBefore() + RunState.impliedAttempts(next)) {
        attempts.put(Work.of(task, index), count);
      }
    }
    return Instances.parse(letters.toString(), instances.attemptsBefore(), instances.items());
  }
}
