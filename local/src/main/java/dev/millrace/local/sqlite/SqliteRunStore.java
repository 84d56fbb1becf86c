package dev.millrace.local.sqlite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunFormat;
import dev.millrace.engine.store.RunPage;
import dev.millrace.engine.store.RunQuery;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.Token;
import dev.millrace.engine.text.InstantText;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Runs in the tables `runs` and `run_payloads`. What belongs to tasks is in [TaskRows], what
/// workers take and leave in [ClaimRows], lists are in [RunLists].
final class SqliteRunStore implements RunStore {
  private static final String LOAD = "SELECT record FROM runs WHERE run = ?";

  private static final String INSERT =
      """
      INSERT INTO runs (run, dag, status, seq, started_at, next_check, record)
      VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run) DO NOTHING\
      """;

  // Most writes change no status: so they leave the index of statuses alone.
  private static final String PUT =
      """
      UPDATE runs SET seq = ?, next_check = ?, record = ?
      WHERE run = ? AND seq = ? AND status = ?\
      """;

  private static final String PUT_STATUS =
      "UPDATE runs SET seq = ?, next_check = ?, record = ?, status = ? WHERE run = ? AND seq = ?";

  private static final String PUT_PAYLOAD =
      """
      INSERT INTO run_payloads (run, kind, json, ref) VALUES (?, ?, ?, ?)
      ON CONFLICT (run, kind) DO UPDATE SET json = excluded.json, ref = excluded.ref\
      """;

  private static final String INPUT = "input";
  private static final String OUTPUT = "output";

  private final GroupCommit writer;
  private final ReadPool reads;
  private final TaskRows tasks;
  private final ClaimRows claims;
  private final RunLists lists;

  SqliteRunStore(GroupCommit writer, ReadPool reads) {
    this.writer = writer;
    this.reads = reads;
    this.tasks = new TaskRows(writer, reads);
    this.claims = new ClaimRows(writer, reads);
    this.lists = new RunLists(reads);
  }

  @Override
  public Creation create(RunRecord record, Payload input) {
    var run = record.run().text();
    var state = record.state();
    var text = RunFormat.write(record);
    var value = PayloadColumns.of(input);
    var existing =
        writer.write(
            database -> {
              var inserted =
                  database.update(
                      INSERT,
                      run,
                      record.dag().text(),
                      state.status().name(),
                      state.seq(),
                      InstantText.of(state.startedAt()),
                      nextCheck(record),
                      text);
              if (inserted == 0) {
                return database.first(LOAD, row -> row.getString(1), run);
              }
              database.update(PUT_PAYLOAD, run, INPUT, value.json(), value.ref());
              return Optional.<String>empty();
            });
    return existing
        .<Creation>map(stands -> new Creation.Exists(RunFormat.read(stands)))
        .orElseGet(Creation.Created::new);
  }

  @Override
  public Optional<RunRecord> load(RunId run) {
    return reads
        .read(database -> database.first(LOAD, row -> row.getString(1), run.text()))
        .map(RunFormat::read);
  }

  @Override
  public Writing put(RunRecord next) {
    var run = next.run().text();
    var seq = next.state().seq();
    var status = next.state().status().name();
    var check = nextCheck(next);
    var text = RunFormat.write(next);
    return writer.write(
        database -> {
          if (database.update(PUT, seq, check, text, run, seq - 1, status) == 1
              || database.update(PUT_STATUS, seq, check, text, status, run, seq - 1) == 1) {
            return new Writing.Stored();
          }
          var stands = database.first(LOAD, row -> row.getString(1), run);
          return new Writing.Refused(stands.map(RunFormat::read));
        });
  }

  /// Null once nothing is left to do, which takes the run out of the index of those that are due.
  private static @Nullable String nextCheck(RunRecord record) {
    return record.state().isSettled() ? null : InstantText.of(record.nextCheck());
  }

  @Override
  public Payload input(RunId run) {
    return payload(run, INPUT)
        .orElseThrow(() -> new IllegalStateException("run " + run + " does not exist"));
  }

  @Override
  public Optional<Payload> output(RunId run) {
    return payload(run, OUTPUT);
  }

  @Override
  public void putOutput(RunId run, Payload output) {
    putPayload(run, OUTPUT, output);
  }

  private Optional<Payload> payload(RunId run, String kind) {
    return reads
        .read(
            database ->
                database.first(
                    "SELECT json, ref FROM run_payloads WHERE run = ? AND kind = ?",
                    row -> new PayloadColumns(row.getString(1), row.getString(2)),
                    run.text(),
                    kind))
        .map(PayloadColumns::payload);
  }

  private void putPayload(RunId run, String kind, Payload payload) {
    var value = PayloadColumns.of(payload);
    writer.write(
        database -> database.update(PUT_PAYLOAD, run.text(), kind, value.json(), value.ref()));
  }

  @Override
  public List<Recording> record(RunId run, List<TaskRecord> records) {
    return tasks.record(run, records);
  }

  @Override
  public Reading read(RunId run, Collection<TaskName> names) {
    return tasks.read(run, names);
  }

  @Override
  public Optional<TaskRecord> task(RunId run, TaskName task, OptionalInt index) {
    return tasks.task(run, task, index);
  }

  @Override
  public List<TaskRecord> instances(RunId run, TaskName task) {
    return tasks.instances(run, task);
  }

  @Override
  public List<TaskRecord> tasks(RunId run) {
    return tasks.tasks(run);
  }

  @Override
  public Claiming claim(Claim claim) {
    return claims.claim(claim);
  }

  @Override
  public Optional<Claim> claimOf(RunId run, AssignmentId assignment) {
    return claims.claimOf(run, assignment);
  }

  @Override
  public void putStop(RunId run, Stop stop) {
    claims.putStop(run, stop);
  }

  @Override
  public void putItems(RunId run, TaskName task, List<JsonNode> items) {
    tasks.putItems(run, task, items);
  }

  @Override
  public List<JsonNode> items(RunId run, TaskName task, int group) {
    return tasks.items(run, task, group);
  }

  @Override
  public void putToken(Token token) {
    claims.putToken(token);
  }

  @Override
  public Optional<Token> token(RunId run, String hash) {
    return claims.token(run, hash);
  }

  @Override
  public void seen(RunId run, String hash, Instant at) {
    claims.seen(run, hash, at);
  }

  @Override
  public List<RunId> due(Instant until, int limit) {
    return lists.due(until, limit);
  }

  @Override
  public RunPage list(RunQuery query) {
    return lists.list(query);
  }

  @Override
  public boolean remove(RunId run) {
    return writer.write(database -> removeFrom(database, run.text()));
  }

  private static boolean removeFrom(Statements database, String run) throws SQLException {
    for (var table : List.of("run_payloads", "tasks", "claims", "stops", "items", "tokens")) {
      database.update("DELETE FROM " + table + " WHERE run = ?", run);
    }
    // `0` is the character after `/`: all keys of this run's folder, and none of another run.
    database.update(
        "DELETE FROM payloads WHERE key >= ? AND key < ?", "run/" + run + "/", "run/" + run + "0");
    return database.update("DELETE FROM runs WHERE run = ?", run) == 1;
  }
}
