package dev.millrace.aws.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.aws.s3.S3PayloadStore;
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
import dev.millrace.engine.store.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// Runs in the table [Tables#runs()]: all that belongs to one run under one partition key. RUN,
/// INPUT and OUTPUT are in [RunItems], records of attempts in [TaskItems], what workers take and
/// leave in [ClaimItems], lists in [RunLists]. Safe for any number of threads.
///
/// Reads of a run are strongly consistent. Lists come from indexes, which follow within a second as
/// a rule: a run that has just started may be missing, but what a list says of a run is how it
/// stands.
public final class DynamoRunStore implements RunStore {
  /// How long an ended run can be looked at, unless the stack says otherwise.
  public static final Duration HISTORY = Duration.ofDays(90);

  private final Items items;
  private final Batches batches;
  private final RunItems runs;
  private final TaskItems tasks;
  private final MapItems maps;
  private final ClaimItems claims;
  private final RunLists lists;
  private final S3PayloadStore payloads;

  /// @param client made with [dev.millrace.aws.AwsClients#brief]
  /// @param payloads holds what is too large for an item, and is emptied of what belongs to a run
  ///     that is removed
  /// @param history how long a run is kept after its deadline
  public DynamoRunStore(
      DynamoDbClient client,
      Tables tables,
      S3PayloadStore payloads,
      Duration history,
      Clock clock) {
    this.items = new Items(client, tables.runs(), Tables.RUN);
    this.batches = new Batches(items);
    this.payloads = payloads;
    var expiry = new Expiry(items, batches, payloads, history, clock);
    this.runs = new RunItems(items, expiry);
    this.tasks = new TaskItems(items, batches, expiry);
    this.maps = new MapItems(items, batches, payloads, expiry);
    this.claims = new ClaimItems(items, expiry);
    this.lists = new RunLists(items, batches, history, clock);
  }

  @Override
  public Creation create(RunRecord record, Payload input) {
    return runs.create(record, input);
  }

  @Override
  public Optional<RunRecord> load(RunId run) {
    return runs.load(run);
  }

  @Override
  public Writing put(RunRecord next) {
    return runs.put(next);
  }

  @Override
  public Payload input(RunId run) {
    return runs.input(run);
  }

  @Override
  public Optional<Payload> output(RunId run) {
    return runs.output(run);
  }

  @Override
  public void putOutput(RunId run, Payload output) {
    runs.putOutput(run, output);
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
  public void putItems(RunId run, TaskName task, List<JsonNode> all) {
    maps.put(run, task, all);
  }

  @Override
  public List<JsonNode> items(RunId run, TaskName task, int group) {
    return maps.get(run, task, group);
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

  /// RUN goes last, so that a removal that was cut short can be repeated.
  @Override
  public boolean remove(RunId run) {
    var existed = runs.load(run).isPresent();
    batches.delete(
        batches.outline(run.text()).stream()
            .flatMap(item -> Stream.ofNullable(item.get(Tables.SK)))
            .filter(sk -> !SortKey.RUN.equals(sk.s()))
            .map(sk -> items.key(run, sk.s()))
            .toList());
    payloads.removeFolder("run/" + run + "/");
    try {
      items
          .client()
          .deleteItem(
              delete ->
                  delete
                      .tableName(items.table())
                      .key(items.key(run, SortKey.RUN))
                      .conditionExpression("attribute_exists(sk)"));
      return true;
    } catch (ConditionalCheckFailedException refused) {
      // Removed by somebody else, or by this call, whose answer was lost.
      return existed && Items.wasSentAgain(refused);
    }
  }
}
