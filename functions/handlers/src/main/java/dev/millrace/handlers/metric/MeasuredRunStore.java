package dev.millrace.handlers.metric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.engine.Clock;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunPage;
import dev.millrace.engine.store.RunQuery;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import dev.millrace.engine.store.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A run store that counts what happens to runs and attempts: every start, end, outcome and
/// conflict is a write, so the engine need not know that it is measured. It also writes the one log
/// line that each outcome has. One call at a time, on any number of threads.
public final class MeasuredRunStore implements RunStore {
  private static final Logger LOG = LoggerFactory.getLogger("attempts");

  private final RunStore store;
  private final Metrics metrics;
  private final CallTrace trace;

  /// @param store does the work
  public MeasuredRunStore(RunStore store, Metrics metrics, Clock clock) {
    this.store = store;
    this.metrics = metrics;
    this.trace = new CallTrace(metrics, clock);
  }

  /// A call begins: what earlier ones saw is not its matter.
  public void begin() {
    trace.begin();
  }

  @Override
  public Creation create(RunRecord record, Payload input) {
    var creation = store.create(record, input);
    switch (creation) {
      case Creation.Created _ -> {
        metrics.add(Metric.RUNS_STARTED, 1);
        trace.wrote(record);
      }
      case Creation.Exists(var standing) -> trace.saw(standing);
    }
    return creation;
  }

  @Override
  public Writing put(RunRecord next) {
    var writing = store.put(next);
    switch (writing) {
      case Writing.Stored _ -> trace.wrote(next);
      case Writing.Refused(var current) -> {
        metrics.add(Metric.ADVANCE_CONFLICTS, 1);
        current.ifPresent(trace::saw);
      }
    }
    return writing;
  }

  @Override
  public Claiming claim(Claim claim) {
    var claiming = store.claim(claim);
    if (claiming instanceof Claiming.Claimed) {
      trace.claimed(claim.assignment());
    }
    return claiming;
  }

  @Override
  public Optional<RunRecord> load(RunId run) {
    var loaded = store.load(run);
    loaded.ifPresent(trace::saw);
    return loaded;
  }

  @Override
  public List<Recording> record(RunId run, List<TaskRecord> records) {
    var recordings = store.record(run, records);
    for (var at = 0; at < records.size(); at++) {
      if (recordings.get(at) instanceof Recording.Stored) {
        recorded(run, records.get(at));
      }
    }
    return recordings;
  }

  private void recorded(RunId run, TaskRecord record) {
    if (record.step() == 0) {
      trace.started(record.startedAt());
    }
    var label =
        record.index().isPresent()
            ? record.task() + "[" + record.index().getAsInt() + "]"
            : record.task().text();
    switch (record.content()) {
      case Content.Succeeded _ -> {
        metrics.add(Metric.ATTEMPTS, 1);
        line(run, label, record, "SUCCEEDED");
      }
      case Content.Failed(var error, _, _) -> {
        metrics.add(Metric.ATTEMPTS, 1);
        metrics.add(Metric.ATTEMPTS_FAILED, 1);
        line(run, label, record, error.text());
      }
      case Content.Parked _ -> line(run, label, record, "PARKED");
    }
  }

  private static void line(RunId run, String label, TaskRecord record, String outcome) {
    LOG.atInfo()
        .addKeyValue("run", run.text())
        .addKeyValue("task", label)
        .addKeyValue("attempt", record.attempt())
        .addKeyValue("ms", Duration.between(record.startedAt(), record.recordedAt()).toMillis())
        .log(outcome);
  }

  @Override
  public boolean remove(RunId run) {
    return store.remove(run);
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
