package dev.millrace.testkit.sim;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.run.Custody;
import dev.millrace.core.run.Instances;
import dev.millrace.core.run.Lease;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.store.Origin;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore.Claiming;
import dev.millrace.engine.store.RunStore.Reading;
import dev.millrace.engine.store.RunStore.Recording;
import dev.millrace.engine.store.RunStore.Writing;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import dev.millrace.testkit.memory.InMemoryRunStore;
import java.time.Duration;
import java.time.Instant;
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
                world.host().send(assignment.lane(), PlantedRuns.message(next, id), Duration.ZERO);
              }
            });
  }

  Optional<RunRecord> load(RunId run) {
    var record = store().load(run);
    return isOn(Mistake.COUNT_STALE_OUTCOMES)
            && world.current().taken().orElse(null) instanceof DispatchMessage.Assignment taken
        ? record.map(standing -> PlantedRuns.withStale(standing, taken))
        : record;
  }

  Writing put(RunRecord next) {
    var planted = tolerating(PlantedRuns.write(next, store().load(next.run()), world.mistakes()));
    if (isOn(Mistake.NO_CONDITION_ON_SEQ)) {
      store().overwrite(planted);
      return new Writing.Stored();
    }
    var writing = store().put(planted);
    if (writing instanceof Writing.Refused(var current)) {
      var by = world.current().id();
      return new Writing.Refused(
          current.map(standing -> PlantedRuns.refusal(next, standing, by, world.mistakes())));
    }
    if (writing instanceof Writing.Stored) {
      var late = postponed.remove(next.run());
      if (late != null) {
        late.forEach(record -> record(next.run(), record));
      }
    }
    return writing;
  }

  /// What [Mistake#TOLERATE_IN_EACH_CHUNK] makes of a chunk's run.
  RunRecord tolerating(RunRecord next) {
    if (!isOn(Mistake.TOLERATE_IN_EACH_CHUNK) || next.origin().chunk().isEmpty()) {
      return next;
    }
    var link = next.origin().parent().orElseThrow();
    var parent = store().load(link.run()).orElseThrow();
    var items =
        parent.state().maps().values().stream()
            .filter(Instances::areChunks)
            .filter(each -> each.attemptsBefore() == link.job())
            .mapToInt(Instances::items)
            .max()
            .orElse(0);
    var chunk = next.origin().chunk().get();
    var all = world.mapOf(parent, link.task()).tolerate().of(items);
    return next.from(next.origin().ofChunk(new Origin.Chunk(chunk.first(), all, chunk.round())));
  }

  boolean postpones(RunId run, List<TaskRecord> records) {
    if (!isOn(Mistake.ADVANCE_BEFORE_RECORD)
        || records.stream().anyMatch(record -> record.content() instanceof Content.Parked)) {
      return false;
    }
    postponed.computeIfAbsent(run, _ -> new ArrayList<>()).addAll(records);
    return true;
  }

  boolean forgetsToCancel(RunId run, List<TaskRecord> records) {
    return isOn(Mistake.DROP_OUTBOX)
        && records.stream()
            .allMatch(
                record ->
                    isFailed(record, ErrorName.CANCELLED)
                        && store()
                            .task(run, record.task(), record.index())
                            .map(TaskRecord::content)
                            .filter(Content.Parked.class::isInstance)
                            .isPresent());
  }

  Recording record(RunId run, TaskRecord record) {
    var current = store().task(run, record.task(), record.index());
    var overrides =
        (isOn(Mistake.WORKER_LOST_OVERRIDES) && isFailed(record, ErrorName.WORKER_LOST))
            || (isOn(Mistake.PARKED_OVERRIDES) && record.content() instanceof Content.Parked);
    if (overrides && current.isPresent() && current.get().attempt() == record.attempt()) {
      store().replace(run, record);
      return new Recording.Stored();
    }
    return store().record(run, List.of(record)).getFirst();
  }

  private static boolean isFailed(TaskRecord record, ErrorName name) {
    return record.content() instanceof Content.Failed(var error, _, _) && error.equals(name);
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

  /// Who has taken an assignment.
  Optional<Claim> claimOf(RunId run, AssignmentId assignment) {
    var claim = store().claimOf(run, assignment);
    if (isOn(Mistake.GIVE_UP_BEFORE_LEASE_ENDS)
        && world.current().what().equals(SimHost.RECONCILE)) {
      return claim.map(
          by ->
              new Claim(
                  by.run(),
                  by.assignment(),
                  by.message(),
                  new Lease(by.lease().invocation(), World.START, by.lease().host())));
    }
    return claim;
  }

  void seen(RunId run, String hash, Instant at) {
    if (!isOn(Mistake.IGNORE_HEARTBEATS)) {
      store().seen(run, hash, at);
    }
  }
}
