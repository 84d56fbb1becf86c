package dev.millrace.local.changes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunPage;
import dev.millrace.engine.store.RunQuery;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.Token;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A run store that tells [RunChanges] what was written, once it is durable.
public final class WatchedRunStore implements RunStore {
  private final RunStore store;
  private final RunChanges changes;

  /// @param store does the work
  /// @param changes is told of it
  public WatchedRunStore(RunStore store, RunChanges changes) {
    this.store = store;
    this.changes = changes;
  }

  @Override
  public Creation create(RunRecord record, Payload input) {
    var creation = store.create(record, input);
    if (creation instanceof Creation.Created) {
      changes.written(record);
    }
    return creation;
  }

  @Override
  public Writing put(RunRecord next) {
    var writing = store.put(next);
    if (writing instanceof Writing.Stored) {
      changes.written(next);
    }
    return writing;
  }

  @Override
  public Claiming claim(Claim claim) {
    var claiming = store.claim(claim);
    if (claiming instanceof Claiming.Claimed) {
      changes.taken(claim.run(), claim.assignment());
    }
    return claiming;
  }

  @Override
  public boolean remove(RunId run) {
    var existed = store.remove(run);
    if (existed) {
      changes.removed(run);
    }
    return existed;
  }

  @Override
  public Optional<RunRecord> load(RunId run) {
    return store.load(run);
  }

  @Override
  public Payload input(RunId run) {
    return store.input(run);
  }

  @Override
  public Optional<Payload> output(RunId run) {
    return store.output(run);
  }

  @Override
  public void putOutput(RunId run, Payload output) {
    store.putOutput(run, output);
  }

  @Override
  public List<Recording> record(RunId run, List<TaskRecord> records) {
    return store.record(run, records);
  }

  @Override
  public Reading read(RunId run, Collection<TaskName> tasks) {
    return store.read(run, tasks);
  }

  @Override
  public Optional<TaskRecord> task(RunId run, TaskName task, OptionalInt index) {
    return store.task(run, task, index);
  }

  @Override
  public List<TaskRecord> instances(RunId run, TaskName task) {
    return store.instances(run, task);
  }

  @Override
  public List<TaskRecord> tasks(RunId run) {
    return store.tasks(run);
  }

  @Override
  public Optional<Claim> claimOf(RunId run, AssignmentId assignment) {
    return store.claimOf(run, assignment);
  }

  @Override
  public void putStop(RunId run, Stop stop) {
    store.putStop(run, stop);
  }

  @Override
  public void putItems(RunId run, TaskName task, List<JsonNode> items) {
    store.putItems(run, task, items);
  }

  @Override
  public List<JsonNode> items(RunId run, TaskName task, int group) {
    return store.items(run, task, group);
  }

  @Override
  public void putToken(Token token) {
    store.putToken(token);
  }

  @Override
  public Optional<Token> token(RunId run, String hash) {
    return store.token(run, hash);
  }

  @Override
  public void seen(RunId run, String hash, Instant at) {
    store.seen(run, hash, at);
  }

  @Override
  public List<RunId> due(Instant until, int limit) {
    return store.due(until, limit);
  }

  @Override
  public RunPage list(RunQuery query) {
    return store.list(query);
  }
}
