package dev.millrace.testkit.memory;

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
import dev.millrace.testkit.memory.StoredRun.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Holds runs in memory.
public final class InMemoryRunStore implements RunStore {
  private final Map<RunId, StoredRun> runs = new TreeMap<>();

  private StoredRun run(RunId id) {
    return runs.computeIfAbsent(id, _ -> new StoredRun());
  }

  private Optional<StoredRun> known(RunId id) {
    return Optional.ofNullable(runs.get(id));
  }

  @Override
  public synchronized Creation create(RunRecord record, Payload input) {
    var run = run(record.run());
    if (run.record != null) {
      return new Creation.Exists(run.record);
    }
    run.record = record;
    run.input = input;
    return new Creation.Created();
  }

  @Override
  public synchronized Optional<RunRecord> load(RunId run) {
    return known(run).flatMap(stored -> Optional.ofNullable(stored.record));
  }

  @Override
  public synchronized Writing put(RunRecord next) {
    var standing = load(next.run());
    if (standing.isEmpty() || standing.get().state().seq() != next.state().seq() - 1) {
      return new Writing.Refused(standing);
    }
    run(next.run()).record = next;
    return new Writing.Stored();
  }

  /// Writes RUN whatever stands there: for tests that plant a mistake.
  public synchronized void overwrite(RunRecord next) {
    run(next.run()).record = next;
  }

  /// Writes a record whatever stands there: for tests that plant a mistake.
  public synchronized void replace(RunId run, TaskRecord record) {
    run(run).records.put(RecordKey.of(record), record);
  }

  @Override
  public synchronized Payload input(RunId run) {
    return known(run)
        .flatMap(stored -> Optional.ofNullable(stored.input))
        .orElseThrow(() -> new IllegalStateException("no run " + run));
  }

  @Override
  public synchronized Optional<Payload> output(RunId run) {
    return known(run).flatMap(stored -> Optional.ofNullable(stored.output));
  }

  @Override
  public synchronized void putOutput(RunId run, Payload output) {
    run(run).output = output;
  }

  @Override
  public synchronized List<Recording> record(RunId run, List<TaskRecord> records) {
    var stored = run(run).records;
    var answers = new ArrayList<Recording>(records.size());
    for (var next : records) {
      var key = RecordKey.of(next);
      var current = stored.get(key);
      if (current == null) {
        stored.put(key, next);
        answers.add(new Recording.Stored());
      } else if (current.givesWayTo(next)) {
        stored.put(key, next.after(current));
        answers.add(new Recording.Stored());
      } else {
        answers.add(new Recording.Refused(current));
      }
    }
    return answers;
  }

  @Override
  public synchronized Reading read(RunId run, Collection<TaskName> tasks) {
    var found = new HashMap<TaskName, TaskRecord>();
    for (var task : tasks) {
      task(run, task, OptionalInt.empty()).ifPresent(record -> found.put(task, record));
    }
    return new Reading(found, known(run).flatMap(stored -> Optional.ofNullable(stored.stop)));
  }

  @Override
  public synchronized Optional<TaskRecord> task(RunId run, TaskName task, OptionalInt index) {
    return known(run)
        .flatMap(stored -> Optional.ofNullable(stored.records.get(RecordKey.of(task, index))));
  }

  @Override
  public synchronized List<TaskRecord> instances(RunId run, TaskName task) {
    return records(run).filter(record -> RecordKey.of(record).isInstanceOf(task)).toList();
  }

  @Override
  public synchronized List<TaskRecord> tasks(RunId run) {
    return records(run).toList();
  }

  private Stream<TaskRecord> records(RunId run) {
    return known(run).stream().flatMap(stored -> stored.records.values().stream());
  }

  @Override
  public synchronized Claiming claim(Claim claim) {
    var before = run(claim.run()).claims.putIfAbsent(claim.assignment(), claim);
    return before == null ? new Claiming.Claimed() : new Claiming.Taken(before);
  }

  @Override
  public synchronized Optional<Claim> claimOf(RunId run, AssignmentId assignment) {
    return known(run).flatMap(stored -> Optional.ofNullable(stored.claims.get(assignment)));
  }

  @Override
  public synchronized void putStop(RunId run, Stop stop) {
    var stored = run(run);
    if (stored.stop == null || stored.stop.epoch() < stop.epoch()) {
      stored.stop = stop;
    }
  }

  @Override
  public synchronized void putItems(RunId run, TaskName task, List<JsonNode> items) {
    run(run).items.put(task, List.copyOf(items));
  }

  @Override
  public synchronized List<JsonNode> items(RunId run, TaskName task, int group) {
    var all =
        known(run).map(stored -> stored.items.getOrDefault(task, List.of())).orElse(List.of());
    var from = group * ITEMS_GROUP;
    if (from >= all.size()) {
      throw new IllegalStateException("no items of group " + group + " of " + task + " in " + run);
    }
    return all.subList(from, Math.min(all.size(), from + ITEMS_GROUP));
  }

  @Override
  public synchronized void putToken(Token token) {
    run(token.run()).tokens.putIfAbsent(token.hash(), token);
  }

  @Override
  public synchronized Optional<Token> token(RunId run, String hash) {
    return known(run).flatMap(stored -> Optional.ofNullable(stored.tokens.get(hash)));
  }

  @Override
  public synchronized void seen(RunId run, String hash, Instant at) {
    known(run)
        .ifPresent(
            stored ->
                stored.tokens.computeIfPresent(
                    hash,
                    (_, token) ->
                        at.isAfter(token.lastSeen())
                            ? new Token(
                                token.run(),
                                token.hash(),
                                token.work(),
                                token.attempt(),
                                token.heartbeat(),
                                at)
                            : token));
  }

  @Override
  public synchronized List<RunId> due(Instant until, int limit) {
    return all()
        .filter(record -> !record.state().isSettled() && !record.nextCheck().isAfter(until))
        .sorted(Comparator.comparing(RunRecord::nextCheck))
        .limit(limit)
        .map(RunRecord::run)
        .toList();
  }

  @Override
  public synchronized RunPage list(RunQuery query) {
    var newestFirst =
        Comparator.comparing((RunRecord record) -> record.state().startedAt())
            .thenComparing(RunRecord::run)
            .reversed();
    var found =
        all()
            // Groups are a part of the run around them.
            .filter(record -> !record.origin().isPart())
            .filter(record -> query.dag().map(record.dag()::equals).orElse(true))
            .filter(record -> query.status().map(record.state().status()::equals).orElse(true))
            .filter(
                record -> query.from().map(from -> !startOf(record).isBefore(from)).orElse(true))
            .filter(record -> query.to().map(startOf(record)::isBefore).orElse(true))
            .sorted(newestFirst)
            .filter(
                record ->
                    query
                        .cursor()
                        .map(cursor -> cursorOf(record).compareTo(cursor) < 0)
                        .orElse(true))
            .limit(query.limit() + 1L)
            .toList();
    if (found.size() <= query.limit()) {
      return new RunPage(found, Optional.empty());
    }
    var page = found.subList(0, query.limit());
    return new RunPage(page, Optional.of(cursorOf(page.getLast())));
  }

  private Stream<RunRecord> all() {
    return runs.values().stream().flatMap(stored -> Stream.ofNullable(stored.record));
  }

  private static Instant startOf(RunRecord record) {
    return record.state().startedAt();
  }

  /// Sorts as start and id do: the microseconds since 1970 all have 16 digits.
  private static String cursorOf(RunRecord record) {
    var start = startOf(record);
    var micros = start.getEpochSecond() * 1_000_000 + start.getNano() / 1_000;
    return micros + " " + record.run();
  }

  @Override
  public synchronized boolean remove(RunId run) {
    var removed = runs.remove(run);
    return removed != null && removed.record != null;
  }
}
