package dev.millrace.aws.dynamodb;

import dev.millrace.core.RunId;
import dev.millrace.engine.Clock;
import dev.millrace.engine.store.RunPage;
import dev.millrace.engine.store.RunQuery;
import dev.millrace.engine.store.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Which runs are due, and pages of runs. The indexes only say where to look: what is answered was
/// read from the runs themselves.
final class RunLists {
  /// Entries of the index `active` that one question looks at in each of its partitions. Runs that
  /// are further behind are looked at when these have moved on.
  private static final int CANDIDATES_MAX = 2_000;

  private static final int READ_AT_ONCE = 100;

  private final Items items;
  private final Batches batches;
  private final Duration history;
  private final Clock clock;

  private record Candidate(String checkFrom, RunId run) {}

  RunLists(Items items, Batches batches, Duration history, Clock clock) {
    this.items = items;
    this.batches = batches;
    this.history = history;
    this.clock = clock;
  }

  List<RunId> due(Instant until, int limit) {
    var candidates = candidates(until);
    var due = new ArrayList<RunRecord>();
    for (var from = 0; from < candidates.size(); from += READ_AT_ONCE) {
      var chunk =
          candidates.subList(from, Math.min(candidates.size(), from + READ_AT_ONCE)).stream();
      load(chunk.map(Candidate::run).toList()).values().stream()
          .filter(record -> !record.state().isSettled() && !record.nextCheck().isAfter(until))
          .forEach(due::add);
      due.sort(Comparator.comparing(RunRecord::nextCheck));
      var next = from + READ_AT_ONCE;
      if (due.size() >= limit
          && next < candidates.size()
          && candidates
                  .get(next)
                  .checkFrom()
                  .compareTo(RunItem.checkFrom(due.get(limit - 1).nextCheck()))
              > 0) {
        // An entry is never after its run's check: none of the others is more overdue.
        break;
      }
    }
    return due.stream().limit(limit).map(RunRecord::run).toList();
  }

  private List<Candidate> candidates(Instant until) {
    var shards = IntStream.range(0, RunItem.SHARDS).boxed().toList();
    return Parallel.map(shards, shard -> candidates(shard, until)).stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(Candidate::checkFrom))
        .toList();
  }

  private List<Candidate> candidates(int shard, Instant until) {
    var query =
        QueryRequest.builder()
            .tableName(items.table())
            .indexName(Tables.ACTIVE)
            .keyConditionExpression("#shard = :shard AND checkFrom <= :until")
            // One of DynamoDB's reserved words.
            .expressionAttributeNames(Map.of("#shard", Tables.SHARD))
            .expressionAttributeValues(
                Map.of(
                    ":shard", AttributeValue.fromS(Integer.toString(shard)),
                    ":until", AttributeValue.fromS(RunItem.checkFrom(until))))
            .limit(CANDIDATES_MAX)
            .build();
    return items.client().queryPaginator(query).items().stream()
        .limit(CANDIDATES_MAX)
        .map(entry -> new Candidate(text(entry, Tables.CHECK_FROM), runOf(entry)))
        .toList();
  }

  RunPage list(RunQuery query) {
    if (query.limit() < 1 || query.limit() > RunQuery.LIMIT_MAX) {
      throw new IllegalArgumentException(
          "a page holds 1 to " + RunQuery.LIMIT_MAX + " runs, not " + query.limit());
    }
    var range = StartRange.of(query, clock.now(), history);
    var starts =
        query
            .dag()
            .<RunStarts>map(dag -> new DagStarts(items, dag, query.status(), range))
            .orElseGet(() -> new MonthStarts(items, query.status(), range));
    var found = new ArrayList<RunRecord>();
    // One more than asked for tells whether there is a next page.
    while (found.size() <= query.limit()) {
      var runs = starts.next(query.limit() + 1 - found.size());
      if (runs.isEmpty()) {
        return new RunPage(found, Optional.empty());
      }
      var loaded = load(runs);
      runs.stream()
          .flatMap(run -> Stream.ofNullable(loaded.get(run)))
          .filter(record -> query.status().map(record.state().status()::equals).orElse(true))
          .forEach(found::add);
    }
    var page = found.subList(0, query.limit());
    return new RunPage(page, Optional.of(StartRange.cursorAfter(page.getLast())));
  }

  /// What stands of those runs; those that were removed are left out.
  private Map<RunId, RunRecord> load(Collection<RunId> runs) {
    var keys = runs.stream().distinct().map(run -> items.key(run, SortKey.RUN)).toList();
    var records = new HashMap<RunId, RunRecord>();
    for (var item : batches.get(keys)) {
      var record = RunItem.read(item);
      records.put(record.run(), record);
    }
    return records;
  }

  static RunId runOf(Map<String, AttributeValue> entry) {
    return new RunId(text(entry, Tables.RUN));
  }

  static String text(Map<String, AttributeValue> item, String attribute) {
    var value = item.get(attribute);
    if (value == null) {
      throw new IllegalStateException("an index entry without `" + attribute + "`: " + item);
    }
    return value.s();
  }
}
