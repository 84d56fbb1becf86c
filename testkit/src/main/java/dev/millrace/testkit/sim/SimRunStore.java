package dev.millrace.testkit.sim;

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
import dev.millrace.testkit.memory.InMemoryRunStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Runs as simulated invocations see them. Those who watch see every write when it takes effect.
final class SimRunStore implements RunStore {
  private final World world;
  private final PlantedRunStore raw;

  SimRunStore(World world) {
    this.world = world;
    this.raw = new PlantedRunStore(world);
  }

  private Gate gate() {
    return world.gate();
  }

  private InMemoryRunStore store() {
    return world.raw().runs();
  }

  @Override
  public Creation create(RunRecord asked, Payload input) {
    var record = raw.tolerating(asked);
    return gate()
        .pass(
            PortCall.RUN_CREATE,
            () -> {
              var creation = store().create(record, input);
              if (creation instanceof Creation.Created) {
                world.watch(record.run()).created(record);
              }
              world.note(
                  () ->
                      world.current()
                          + " creates "
                          + record.run()
                          + " -> "
                          + creation.getClass().getSimpleName());
              return creation;
            });
  }

  @Override
  public Optional<RunRecord> load(RunId run) {
    return gate().pass(PortCall.RUN_LOAD, () -> raw.load(run));
  }

  @Override
  public Writing put(RunRecord next) {
    raw.beforePut(next);
    return gate().pass(PortCall.RUN_PUT, () -> putNow(next));
  }

  private Writing putNow(RunRecord next) {
    var before = store().load(next.run());
    var writing = raw.put(next);
    world.note(
        () ->
            "%s writes %s seq %d %s -> %s"
                .formatted(
                    world.current(),
                    next.run(),
                    next.state().seq(),
                    next.state(),
                    writing.getClass().getSimpleName()));
    if (writing instanceof Writing.Stored && before.isPresent()) {
      store()
          .load(next.run())
          .ifPresent(after -> world.watch(next.run()).written(before.get(), after));
      world.users().written(before.get(), next);
    }
    return writing;
  }

  @Override
  public Payload input(RunId run) {
    return gate().pass(PortCall.INPUT_GET, () -> store().input(run));
  }

  @Override
  public Optional<Payload> output(RunId run) {
    return gate().pass(PortCall.OUTPUT_GET, () -> store().output(run));
  }

  @Override
  public void putOutput(RunId run, Payload output) {
    gate().pass(PortCall.OUTPUT_PUT, () -> store().putOutput(run, output));
  }

  @Override
  public List<Recording> record(RunId run, List<TaskRecord> records) {
    if (raw.postpones(run, records) || raw.forgetsToCancel(run, records)) {
      return records.stream().<Recording>map(_ -> new Recording.Stored()).toList();
    }
    var parts = gate().parts(records.size(), PortCall.TASK_RECORD);
    var answers =
        gate().pass(PortCall.TASK_RECORD, () -> recordNow(run, records.subList(0, parts)));
    if (parts < records.size()) {
      throw new Throttled(PortCall.TASK_RECORD);
    }
    return answers;
  }

  private List<Recording> recordNow(RunId run, List<TaskRecord> records) {
    var answers = new ArrayList<Recording>();
    for (var record : records) {
      var answer = raw.record(run, record);
      answers.add(answer);
      if (answer instanceof Recording.Stored) {
        world.watch(run).recorded(record);
      }
    }
    return answers;
  }

  @Override
  public Reading read(RunId run, Collection<TaskName> tasks) {
    var by = world.current();
    return gate()
        .pass(
            PortCall.TASKS_READ,
            () -> {
              by.readAt(world.step());
              return raw.read(run, tasks);
            });
  }

  @Override
  public Optional<TaskRecord> task(RunId run, TaskName task, OptionalInt index) {
    return gate().pass(PortCall.TASK_GET, () -> store().task(run, task, index));
  }

  @Override
  public List<TaskRecord> instances(RunId run, TaskName task) {
    return gate().pass(PortCall.INSTANCES_GET, () -> store().instances(run, task));
  }

  @Override
  public List<TaskRecord> tasks(RunId run) {
    return store().tasks(run);
  }

  @Override
  public Claiming claim(Claim claim) {
    return gate()
        .pass(
            PortCall.CLAIM_PUT,
            () -> {
              var claiming = raw.claim(claim);
              world.note(
                  () -> world.current() + " claims " + claim.assignment() + " -> " + claiming);
              return claiming;
            });
  }

  @Override
  public Optional<Claim> claimOf(RunId run, AssignmentId assignment) {
    return gate().pass(PortCall.CLAIM_GET, () -> raw.claimOf(run, assignment));
  }

  @Override
  public void putStop(RunId run, Stop stop) {
    gate()
        .pass(
            PortCall.STOP_PUT,
            () -> {
              store().putStop(run, stop);
              world.note(() -> world.current() + " puts " + stop);
              world.watch(run).stopPut(stop.epoch());
            });
  }

  @Override
  public void putItems(RunId run, TaskName task, List<JsonNode> items) {
    gate().pass(PortCall.ITEMS_PUT, () -> store().putItems(run, task, items));
  }

  @Override
  public List<JsonNode> items(RunId run, TaskName task, int group) {
    return gate().pass(PortCall.ITEMS_GET, () -> store().items(run, task, group));
  }

  @Override
  public void putToken(Token token) {
    gate().pass(PortCall.TOKEN_PUT, () -> store().putToken(token));
  }

  @Override
  public Optional<Token> token(RunId run, String hash) {
    var by = world.current();
    return gate()
        .pass(
            PortCall.TOKEN_GET,
            () -> {
              by.looksForLifeIn(world.step());
              return store().token(run, hash);
            });
  }

  @Override
  public void seen(RunId run, String hash, Instant at) {
    gate()
        .pass(
            PortCall.TOKEN_SEEN,
            () -> {
              raw.seen(run, hash, at);
              store().token(run, hash).ifPresent(token -> world.watch(run).alive(token, at));
            });
  }

  @Override
  public List<RunId> due(Instant until, int limit) {
    return gate().pass(PortCall.RUNS_DUE, () -> store().due(until, limit));
  }

  @Override
  public RunPage list(RunQuery query) {
    return store().list(query);
  }

  @Override
  public boolean remove(RunId run) {
    return store().remove(run);
  }
}
