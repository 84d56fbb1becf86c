package dev.millrace.testkit.dag;

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

/// A store that shows every write of a run and of its attempts to whoever checks them.
final class WatchedRunStore implements RunStore {
  private final RunStore store;
  private final Watcher watcher;

  /// Sees what was stored, in the order of storing.
  interface Watcher {
    void written(Optional<RunRecord> before, RunRecord after);

    void recorded(RunId run, TaskRecord record);
  }

  WatchedRunStore(RunStore store, Watcher watcher) {
    this.store = store;
    this.watcher = watcher;
  }

  @Override
  public Creation create(RunRecord record, Payload input) {
    var creation = store.create(record, input);
    switch (creation) {
      case Creation.Created _ -> watcher.written(Optional.empty(), record);
      case Creation.Exists _ -> {
        // Nothing was written.
      }
    }
    return creation;
  }

  @Override
  public Optional<RunRecord> load(RunId run) {
    return store.load(run);
  }

  @Override
  public Writing put(RunRecord next) {
    var before = store.load(next.run());
    var writing = store.put(next);
    switch (writing) {
      case Writing.Stored _ -> watcher.written(before, next);
      case Writing.Refused _ -> {
        // Nothing was written.
      }
    }
    return writing;
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
    var recordings = store.record(run, records);
    for (var at = 0; at < records.size(); at++) {
      switch (recordings.get(at)) {
        case Recording.Stored _ -> watcher.recorded(run, records.get(at));
        case Recording.Refused _ -> {
          // Nothing was written.
        }
      }
    }
    return recordings;
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
  public Claiming claim(Claim claim) {
    return store.claim(claim);
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

  @Override
  public boolean remove(RunId run) {
    return store.remove(run);
  }
}
