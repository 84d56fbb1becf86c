package dev.millrace.core.run;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.NeedCounts;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.RetryTally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A run's next state while it is being worked out. Copies what it changes, once, so that the
/// state it began from stays as it was. For one thread and one decision.
final class RunDraft {
  final Plan plan;
  final long nextSeq;
  private final RunState from;
  private final TaskStates tasks;
  private RunStatus status;
  private Optional<StopCause> stop;
  private Instant deadline;
  private Optional<Instant> endedAt;
  private Optional<Wake> wake;
  private @Nullable TreeMap<Work, Integer> attempts;
  private @Nullable TreeMap<Integer, Instances> maps;
  private @Nullable TreeMap<Work, Pending> pending;
  private @Nullable TreeMap<Work, RetryTally> tallies;
  private @Nullable TreeMap<AssignmentId, InFlight> inFlight;
  private final TreeMap<Integer, Instances> ownedMaps = new TreeMap<>();
  private final List<Outstanding> outbox;
  private int working = -1;

  RunDraft(Plan plan, RunState from) {
    this.plan = plan;
    this.from = from;
    this.nextSeq = from.seq() + 1;
    this.tasks = from.tasks().copy(plan);
    this.status = from.status();
    this.stop = from.stop();
    this.deadline = from.deadline();
    this.endedAt = from.endedAt();
    this.wake = from.wake();
    this.outbox = new ArrayList<>(from.outbox());
  }

  RunState freeze() {
    return new RunState(
        from.seq(),
        status,
        stop,
        from.epoch(),
        from.seed(),
        from.startedAt(),
        deadline,
        endedAt,
        tasks,
        attempts(),
        maps(),
        pending(),
        tallies(),
        inFlight(),
        outbox,
        wake);
  }

  RunStatus status() {
    return status;
  }

  Optional<StopCause> stop() {
    return stop;
  }

  Instant deadline() {
    return deadline;
  }

  void deadline(Instant at) {
    deadline = at;
  }

  long seed() {
    return from.seed();
  }

  int epoch() {
    return from.epoch();
  }

  TaskStates tasks() {
    return tasks;
  }

  NeedCounts needsOf(int task) {
    return tasks.needsOf(plan, task);
  }

  Optional<Wake> wake() {
    return wake;
  }

  List<Outstanding> outbox() {
    return outbox;
  }

  SortedMap<Integer, Instances> maps() {
    return maps != null ? maps : from.maps();
  }

  SortedMap<Work, Pending> pending() {
    return pending != null ? pending : from.pending();
  }

  SortedMap<AssignmentId, InFlight> inFlight() {
    return inFlight != null ? inFlight : from.inFlight();
  }

  private SortedMap<Work, Integer> attempts() {
    return attempts != null ? attempts : from.attempts();
  }

  private SortedMap<Work, RetryTally> tallies() {
    return tallies != null ? tallies : from.tallies();
  }

  TaskState stateOf(Work work) {
    return switch (work) {
      case Work.Whole whole -> tasks.state(whole.task());
      case Work.Instance instance -> instancesOf(instance.task()).state(instance.index());
    };
  }

  Instances instancesOf(int task) {
    var instances = maps().get(task);
    if (instances == null) {
      throw new IllegalStateException("task " + task + " has no instances");
    }
    return instances;
  }

  /// Whether a work stands for a chunk of a map's items: it starts a run and waits for it.
  boolean isChunk(Work work) {
    return work instanceof Work.Instance(var task, _) && instancesOf(task).areChunks();
  }

  int attemptsOf(Work work) {
    var explicit = attempts().get(work);
    return explicit != null ? explicit : impliedAttempts(work, stateOf(work));
  }

  private int impliedAttempts(Work work, TaskState state) {
    return switch (work) {
      case Work.Whole _ -> RunState.impliedAttempts(state);
      case Work.Instance instance ->
          instancesOf(instance.task()).attemptsBefore() + RunState.impliedAttempts(state);
    };
  }

  RetryTally tallyOf(Work work, Instant startedAt) {
    var tally = tallies().get(work);
    return tally != null ? tally : RetryTally.startedAt(startedAt);
  }

  void status(RunStatus next) {
    status = next;
  }

  void stop(StopCause cause) {
    stop = Optional.of(cause);
  }

  void endedAt(Instant at) {
    endedAt = Optional.of(at);
  }

  void wake(Optional<Wake> next) {
    wake = next;
  }

  /// Moves a work to a state; its attempts stay what they are.
  void set(Work work, TaskState state) {
    set(work, state, attemptsOf(work));
  }

  /// Moves a work to a state with that many attempts.
  void set(Work work, TaskState state, int attemptsNow) {
    switch (work) {
      case Work.Whole whole -> tasks.set(whole.task(), state);
      case Work.Instance instance -> ownInstances(instance.task()).set(instance.index(), state);
    }
    working = -1;
    if (attemptsNow != impliedAttempts(work, state)) {
      ownAttempts().put(work, attemptsNow);
    } else if (attempts().containsKey(work)) {
      ownAttempts().remove(work);
    }
  }

  void expand(int task, int size, int items) {
    var before = attemptsOf(Work.of(task));
    var instances = Instances.ready(size, before, items);
    ownMaps().put(task, instances);
    ownedMaps.put(task, instances);
    set(Work.of(task), TaskState.DISPATCHED, before + 1);
  }

  void pend(Work work, Pending waits) {
    ownPending().put(work, waits);
  }

  void unpend(Work work) {
    if (pending().containsKey(work)) {
      ownPending().remove(work);
    }
  }

  void tally(Work work, RetryTally tally) {
    ownTallies().put(work, tally);
  }

  void untally(Work work) {
    if (tallies().containsKey(work)) {
      ownTallies().remove(work);
    }
  }

  void putInFlight(AssignmentId id, InFlight assignment) {
    ownInFlight().put(id, assignment);
  }

  /// Takes a reported attempt out of its assignment.
  ///
  /// @return whether it was in flight
  boolean report(AssignmentId id, Attempt attempt) {
    var assignment = inFlight().get(id);
    if (assignment == null || !assignment.attempts().contains(attempt)) {
      return false;
    }
    var rest = assignment.without(attempt);
    if (rest.attempts().isEmpty()) {
      ownInFlight().remove(id);
    } else {
      ownInFlight().put(id, rest);
    }
    return true;
  }

  /// Takes an attempt out of whatever assignment has it at an earlier step than this.
  ///
  /// @return whether it was in flight
  boolean reportBefore(Attempt later) {
    for (var entry : inFlight().entrySet()) {
      for (var attempt : entry.getValue().attempts()) {
        if (attempt.work().equals(later.work())
            && attempt.number() == later.number()
            && attempt.step() < later.step()) {
          return report(entry.getKey(), attempt);
        }
      }
    }
    return false;
  }

  /// Works that hold a place under the run's own concurrency limit. Counted again only when some
  /// state changed and a plan with a limit asks.
  int working() {
    if (working < 0) {
      working = tasks.count(TaskState.PARKED) + tasks.count(TaskState.DISPATCHED);
      for (var entry : maps().entrySet()) {
        working += entry.getValue().working();
        if (tasks.state(entry.getKey()) == TaskState.DISPATCHED) {
          working--; // the mapped task itself is not at work, its instances are
        }
      }
    }
    return working;
  }

  private Instances ownInstances(int task) {
    return ownedMaps.computeIfAbsent(
        task,
        key -> {
          var copy = instancesOf(key).copy();
          ownMaps().put(key, copy);
          return copy;
        });
  }

  private SortedMap<Work, Integer> ownAttempts() {
    if (attempts == null) {
      attempts = new TreeMap<>(from.attempts());
    }
    return attempts;
  }

  private SortedMap<Integer, Instances> ownMaps() {
    if (maps == null) {
      maps = new TreeMap<>(from.maps());
    }
    return maps;
  }

  private SortedMap<Work, Pending> ownPending() {
    if (pending == null) {
      pending = new TreeMap<>(from.pending());
    }
    return pending;
  }

  private SortedMap<Work, RetryTally> ownTallies() {
    if (tallies == null) {
      tallies = new TreeMap<>(from.tallies());
    }
    return tallies;
  }

  private SortedMap<AssignmentId, InFlight> ownInFlight() {
    if (inFlight == null) {
      inFlight = new TreeMap<>(from.inFlight());
    }
    return inFlight;
  }
}
