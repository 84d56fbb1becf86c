package dev.millrace.core.run;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.plan.MapPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Groups what is ready into assignments, as far as the limits allow: plain tasks of one lane
/// together, instances by the groups in which their items are stored.
public final class Assigning {
  /// Attempts of one assignment at most.
  public static final int GROUP_MAX = 10;

  /// Assignments of a run in flight at most, so that the RUN item stays small.
  public static final int IN_FLIGHT_MAX = 256;

  private final RunDraft draft;
  private final Instant now;
  private final Issuer by;
  private final List<Command> commands;
  private final Map<Lane, List<Attempt>> open = new EnumMap<>(Lane.class);
  private int ordinal;

  Assigning(RunDraft draft, Instant now, Issuer by, List<Command> commands) {
    this.draft = draft;
    this.now = now;
    this.by = by;
    this.commands = commands;
  }

  void assignReady() {
    resumeWoken();
    startTasks();
    flushAll();
    startInstances();
  }

  private boolean isFull() {
    return draft.inFlight().size() + open.size() >= IN_FLIGHT_MAX;
  }

  /// A resumed attempt already holds its place under every concurrency limit.
  private void resumeWoken() {
    if (draft.pending().isEmpty()) {
      return;
    }
    var woken = new ArrayList<Attempt>();
    for (var entry : draft.pending().entrySet()) {
      if (entry.getValue() instanceof Pending.Resuming(var step)) {
        woken.add(new Attempt(entry.getKey(), draft.attemptsOf(entry.getKey()), step + 1));
      }
    }
    for (var attempt : woken) {
      if (!hasPlace(attempt.work())) {
        break;
      }
      draft.unpend(attempt.work());
      draft.set(attempt.work(), TaskState.DISPATCHED);
      add(attempt);
    }
    flushAll();
  }

  private void startTasks() {
    if (draft.tasks().count(TaskState.READY) == 0) {
      return;
    }
    var size = draft.tasks().size();
    for (var task = draft.tasks().next(TaskState.READY, 0);
        task < size && mayWork() && hasPlace(Work.of(task));
        task = draft.tasks().next(TaskState.READY, task + 1)) {
      start(Work.of(task));
    }
  }

  private void startInstances() {
    for (var task : List.copyOf(draft.maps().keySet())) {
      if (draft.tasks().state(task) == TaskState.DISPATCHED) {
        startInstancesOf(task, draft.plan.task(task).map().orElse(MapPolicy.PLAIN));
        flushAll();
      }
    }
  }

  private void startInstancesOf(int task, MapPolicy policy) {
    var instances = draft.instancesOf(task);
    if (instances.count(TaskState.READY) == 0) {
      return;
    }
    var limit = atWorkMax(policy, instances);
    var group = -1;
    for (var index = instances.nextReady(0);
        index < instances.size() && draft.instancesOf(task).working() < limit && mayWork();
        index = instances.nextReady(index + 1)) {
      if (index / GROUP_MAX != group) {
        flushAll();
        group = index / GROUP_MAX;
      }
      if (!hasPlace(Work.of(task, index))) {
        return;
      }
      start(Work.of(task, index));
    }
  }

  static int atWorkMax(MapPolicy policy, Instances instances) {
    return instances.areChunks()
        ? policy.chunksAtWork(instances.items())
        : policy.concurrency().orElse(Integer.MAX_VALUE);
  }

  private boolean mayWork() {
    var limit = draft.plan.rules().concurrentTasks();
    return limit.isEmpty() || draft.working() < limit.getAsInt();
  }

  private boolean hasPlace(Work work) {
    return open.containsKey(laneOf(work)) || !isFull();
  }

  private void start(Work work) {
    var number = draft.attemptsOf(work) + 1;
    draft.set(work, TaskState.DISPATCHED, number);
    add(Attempt.first(work, number));
  }

  private void add(Attempt attempt) {
    var lane = laneOf(attempt.work());
    var group = open.computeIfAbsent(lane, _ -> new ArrayList<>(GROUP_MAX));
    group.add(attempt);
    if (group.size() == GROUP_MAX) {
      flush(lane);
    }
  }

  private Lane laneOf(Work work) {
    return draft.plan.task(work.task()).lane();
  }

  private void flushAll() {
    for (var lane : List.copyOf(open.keySet())) {
      flush(lane);
    }
  }

  private void flush(Lane lane) {
    var group = open.remove(lane);
    if (group != null) {
      var id = new AssignmentId(draft.nextSeq, ordinal++);
      draft.putInFlight(id, new InFlight(group, lane, by, new Custody.Sent(now, 1)));
      commands.add(new Command.Assign(id));
    }
  }
}
