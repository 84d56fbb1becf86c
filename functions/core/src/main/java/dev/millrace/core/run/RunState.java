package dev.millrace.core.run;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.RetryTally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The state of a run: all that its next decision depends on. Only [Decide] and the few verbs here
/// make the next one; the maps are sparse and never changed once a state holds them.
///
/// @param seq grows by one with each write
/// @param stop why nothing but cleanup tasks may start, if so
/// @param epoch 0, and one more with each redrive
/// @param seed what the jitter of retries is drawn from
/// @param deadline when the run times out
/// @param attempts attempts of a work where they differ from what its state implies
/// @param maps the instances of mapped tasks, by the task's index
/// @param pending what works that are RETRYING or PARKED wait for
/// @param tallies retries used
/// @param inFlight assignments handed out and not wholly reported
/// @param outbox commands not yet known to be carried out
/// @param wake the wake outstanding
public record RunState(
    long seq,
    RunStatus status,
    Optional<StopCause> stop,
    int epoch,
    long seed,
    Instant startedAt,
    Instant deadline,
    Optional<Instant> endedAt,
    TaskStates tasks,
    SortedMap<Work, Integer> attempts,
    SortedMap<Integer, Instances> maps,
    SortedMap<Work, Pending> pending,
    SortedMap<Work, RetryTally> tallies,
    SortedMap<AssignmentId, InFlight> inFlight,
    List<Outstanding> outbox,
    Optional<Wake> wake) {
  /// Keeps others from changing the maps through this state.
  public RunState {
    attempts = Collections.unmodifiableSortedMap(attempts);
    maps = Collections.unmodifiableSortedMap(maps);
    pending = Collections.unmodifiableSortedMap(pending);
    tallies = Collections.unmodifiableSortedMap(tallies);
    inFlight = Collections.unmodifiableSortedMap(inFlight);
    outbox = List.copyOf(outbox);
  }

  /// A run that has just been created: every task WAITING, nothing written yet (`seq` 0).
  public static RunState fresh(Plan plan, long seed, Instant now) {
    return new RunState(
        0,
        RunStatus.RUNNING,
        Optional.empty(),
        0,
        seed,
        now,
        now.plus(plan.rules().timeout()),
        Optional.empty(),
        TaskStates.waiting(plan.size()),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        List.of(),
        Optional.empty());
  }

  /// The state of a task, or of one instance of a mapped task.
  ///
  /// @throws IllegalArgumentException for an instance of a task that has none
  public TaskState stateOf(Work work) {
    return switch (work) {
      case Work.Whole whole -> tasks.state(whole.task());
      case Work.Instance instance -> instancesOf(instance.task()).state(instance.index());
    };
  }

  /// Attempts of a work so far, over all redrives.
  public int attemptsOf(Work work) {
    var explicit = attempts.get(work);
    if (explicit != null) {
      return explicit;
    }
    return switch (work) {
      case Work.Whole whole -> impliedAttempts(tasks.state(whole.task()));
      case Work.Instance instance -> {
        var instances = instancesOf(instance.task());
        yield instances.attemptsBefore() + impliedAttempts(instances.state(instance.index()));
      }
    };
  }

  /// The instances of a mapped task.
  ///
  /// @throws IllegalArgumentException for a task that has none
  public Instances instancesOf(int task) {
    var instances = maps.get(task);
    if (instances == null) {
      throw new IllegalArgumentException("task " + task + " has no instances");
    }
    return instances;
  }

  /// An assignment that is in flight.
  ///
  /// @throws IllegalArgumentException when it is not
  public InFlight assignment(AssignmentId id) {
    var assignment = inFlight.get(id);
    if (assignment == null) {
      throw new IllegalArgumentException("assignment " + id + " is not in flight");
    }
    return assignment;
  }

  /// Whether nothing is left to do for this run: it has ended and its outbox is empty.
  public boolean isSettled() {
    return status.hasEnded() && outbox.isEmpty();
  }

  /// The earliest instant at which something of the run itself is due.
  public Optional<Instant> nextDue() {
    return pending.values().stream()
        .flatMap(waits -> waits.nextDue().stream())
        .min(Instant::compareTo);
  }

  /// The attempts of a work in that state when nothing else is written down.
  static int impliedAttempts(TaskState state) {
    return switch (state) {
      case WAITING, EVALUATING, READY, SKIPPED, UPSTREAM_FAILED, CANCELLED -> 0;
      case DISPATCHED, RETRYING, PARKED, SUCCEEDED, FAILED -> 1;
    };
  }

  /// The same with an assignment in other hands.
  public RunState inCustody(AssignmentId id, InFlight assignment) {
    var others = new TreeMap<>(inFlight);
    others.put(id, assignment);
    return with(others, outbox);
  }

  /// The same with one more command to carry out.
  public RunState owing(Outstanding command) {
    var more = new ArrayList<>(outbox);
    more.add(command);
    return with(inFlight, more);
  }

  /// The same without a command that was carried out.
  public RunState carriedOut(Outstanding command) {
    return with(inFlight, outbox.stream().filter(other -> !other.equals(command)).toList());
  }

  private RunState with(SortedMap<AssignmentId, InFlight> inFlight, List<Outstanding> outbox) {
    return new RunState(
        seq, status, stop, epoch, seed, startedAt, deadline, endedAt, tasks, attempts, maps,
        pending, tallies, inFlight, outbox, wake);
  }

  /// The same waiting for its turn: nothing begins before [Event.Admitted].
  public RunState queued() {
    return new RunState(
        seq,
        RunStatus.QUEUED,
        stop,
        epoch,
        seed,
        startedAt,
        deadline,
        endedAt,
        tasks,
        attempts,
        maps,
        pending,
        tallies,
        inFlight,
        outbox,
        wake);
  }

  /// The same as the next write of the run.
  public RunState nextSeq() {
    return new RunState(
        seq + 1, status, stop, epoch, seed, startedAt, deadline, endedAt, tasks, attempts, maps,
        pending, tallies, inFlight, outbox, wake);
  }
}
