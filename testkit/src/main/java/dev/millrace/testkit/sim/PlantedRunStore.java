package dev.millrace.testkit.sim;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.run.Custody;
import dev.millrace.core.run.InFlight;
import dev.millrace.core.run.RunState;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore.Claiming;
import dev.millrace.engine.store.RunStore.Reading;
import dev.millrace.engine.store.RunStore.Recording;
import dev.millrace.engine.store.RunStore.Writing;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import dev.millrace.testkit.memory.InMemoryRunStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The store, or what a mistake makes of it.
final class PlantedRunStore {
  /// For [Mistake#FORGET_CLAIMS].
  private static final Duration SHORT_MEMORY = Duration.ofMinutes(10);

  private final World world;
  private final Map<RunId, List<TaskRecord>> postponed = new TreeMap<>();

  PlantedRunStore(World world) {
    this.world = world;
  }

  private InMemoryRunStore store() {
    return world.raw().runs();
  }

  private boolean isOn(Mistake mistake) {
    return world.mistakes().isOn(mistake);
  }

  /// What [Mistake#SEND_BEFORE_WRITE] does too early.
  void beforePut(RunRecord next) {
    if (!isOn(Mistake.SEND_BEFORE_WRITE)) {
      return;
    }
    next.state()
        .inFlight()
        .forEach(
            (id, assignment) -> {
              if (id.seq() == next.state().seq() && assignment.custody() instanceof Custody.Sent) {
                world.host().send(assignment.lane(), message(next, id, assignment), Duration.ZERO);
              }
            });
  }

  private static DispatchMessage message(RunRecord record, AssignmentId id, InFlight assignment) {
    return new DispatchMessage.Assignment(
        record.run(),
        record.version(),
        record.state().epoch(),
        id,
        assignment.attempts(),
        assignment.lane(),
        1);
  }

  Writing put(RunRecord next) {
    var planted = next;
    if (isOn(Mistake.DROP_OUTBOX)) {
      planted = withState(planted, withoutOutbox(planted.state()));
    }
    if (isOn(Mistake.DROP_IN_FLIGHT) && planted.state().inFlight().size() > 1) {
      planted = withState(planted, withoutFirst(planted.state()));
    }
    if (isOn(Mistake.NO_CONDITION_ON_SEQ)) {
      store().overwrite(planted);
      return new Writing.Stored();
    }
    var writing = store().put(planted);
    if (writing instanceof Writing.Stored) {
      var late = postponed.remove(next.run());
      if (late != null) {
        late.forEach(record -> record(next.run(), record));
      }
    }
    return writing;
  }

  private static RunRecord withState(RunRecord record, RunState state) {
    return record.with(state, record.nextCheck());
  }

  private static RunState withoutOutbox(RunState state) {
    var rest = state;
    for (var command : state.outbox()) {
      rest = rest.carriedOut(command);
    }
    return rest;
  }

  private static RunState withoutFirst(RunState state) {
    var rest = new TreeMap<>(state.inFlight());
    rest.pollFirstEntry();
    return new RunState(
        state.seq(),
        state.status(),
        state.stop(),
        state.epoch(),
        state.seed(),
        state.startedAt(),
        state.deadline(),
        state.endedAt(),
        state.tasks(),
        state.attempts(),
        state.maps(),
        state.pending(),
        state.tallies(),
        rest,
        state.outbox(),
        state.wake());
  }

  boolean postpones(RunId run, List<TaskRecord> records) {
    if (!isOn(Mistake.ADVANCE_BEFORE_RECORD)
        || records.stream().anyMatch(record -> record.content() instanceof Content.Parked)) {
      return false;
    }
    postponed.computeIfAbsent(run, _ -> new ArrayList<>()).addAll(records);
    return true;
  }

  Recording record(RunId run, TaskRecord record) {
    var current = store().task(run, record.task(), record.index());
    var overrides =
        (isOn(Mistake.WORKER_LOST_OVERRIDES) && isLost(record))
            || (isOn(Mistake.PARKED_OVERRIDES) && record.content() instanceof Content.Parked);
    if (overrides && current.isPresent() && current.get().attempt() == record.attempt()) {
      store().replace(run, record);
      return new Recording.Stored();
    }
    return store().record(run, List.of(record)).getFirst();
  }

  private static boolean isLost(TaskRecord record) {
    return record.content() instanceof Content.Failed(var error, _, _)
        && error.equals(ErrorName.WORKER_LOST);
  }

  Reading read(RunId run, Collection<TaskName> tasks) {
    var reading = store().read(run, tasks);
    if (isOn(Mistake.IGNORE_STOP)) {
      reading = new Reading(reading.records(), Optional.empty());
    }
    if (isOn(Mistake.READ_STALE_RECORDS)) {
      var fresh = world.now().minus(Duration.ofSeconds(1));
      var old = new TreeMap<TaskName, TaskRecord>();
      reading
          .records()
          .forEach(
              (task, record) -> {
                if (record.recordedAt().isBefore(fresh)) {
                  old.put(task, record);
                }
              });
      reading = new Reading(old, reading.stop());
    }
    return reading;
  }

  Claiming claim(Claim claim) {
    if (isOn(Mistake.SKIP_THE_CLAIM)) {
      return new Claiming.Claimed();
    }
    var claiming = store().claim(claim);
    if (claiming instanceof Claiming.Taken(var by)) {
      var isOver = by.lease().isOver(world.now(), 0);
      var isForgotten =
          isOn(Mistake.FORGET_CLAIMS) && world.now().isAfter(by.lease().until().plus(SHORT_MEMORY));
      if ((isOn(Mistake.EXECUTE_ON_REDELIVERY) && isOver) || isForgotten) {
        return new Claiming.Claimed();
      }
    }
    return claiming;
  }
}
