package dev.millrace.aws.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.run.Lease;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.TestServers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What the items of a run look like, how large they are, and when they expire.
@ExtendWith(TestServers.class)
class ItemsOfRunsTest {
  private static final int ITEM_MAX_BYTES = 400 * 1024;
  private static final int WRITE_UNIT_BYTES = 1024;
  private static final Duration WEEKS = Duration.ofDays(35);
  private static final TaskName EACH = new TaskName("each");

  private Stores stores;
  private DynamoRunStore runs;

  @BeforeEach
  void open(DynamoDbLocal server) {
    stores = new Stores(server);
    runs = stores.runs();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void a_run_of_10_000_tasks_with_256_assignments_fits_an_item_many_times_over() {
    var random = new Random(1);
    var letters = new StringBuilder("d".repeat(2_560));
    while (letters.length() < 10_000) {
      letters.append("wSFUKC".charAt(random.nextInt(6)));
    }
    var record = Runs.run(letters.toString(), 1);

    runs.create(record, Runs.INPUT);

    assertThat(runs.load(Runs.RUN)).contains(record);
    var item = item(SortKey.RUN);
    assertThat(sizeOf(item)).isLessThan(ITEM_MAX_BYTES / 10);
    assertThat(in(item, "progress").s()).contains("\"DISPATCHED\":2560");
  }

  @Test
  void an_advance_of_a_chain_is_one_write_unit() {
    var record = Runs.run("S".repeat(57) + "d" + "w".repeat(42), 1);

    runs.create(record, Runs.INPUT);

    assertThat(sizeOf(item(SortKey.RUN))).isLessThanOrEqualTo(WRITE_UNIT_BYTES);
  }

  @Test
  void a_record_of_a_small_task_is_one_write_unit_that_people_can_read() {
    runs.record(
        Runs.RUN, List.of(Runs.record(EACH, OptionalInt.empty(), 1, Runs.gave("an answer"))));

    var item = item("TASK#each");
    assertThat(sizeOf(item)).isLessThan(WRITE_UNIT_BYTES);
    assertThat(in(item, "status").s()).isEqualTo("SUCCEEDED");
    assertThat(in(item, "record").s()).contains("\"output\":{\"gave\":\"an answer\"}");
  }

  @Test
  void ten_small_instances_share_an_item_and_its_writes() {
    var records = new ArrayList<TaskRecord>();
    for (var index = 120; index < 130; index++) {
      records.add(Runs.record(EACH, OptionalInt.of(index), 1, Runs.gave(index)));
    }

    runs.record(Runs.RUN, records);

    var item = item("TASK#each#000120");
    assertThat(item).containsKeys("i120", "i129");
    assertThat(sizeOf(item)).isLessThan(4 * WRITE_UNIT_BYTES);
    assertThat(runs.instances(Runs.RUN, EACH)).isEqualTo(records);
  }

  /// Text at random cannot be packed to less than three quarters.
  @Test
  void ten_of_the_largest_inline_outputs_fit_one_item() {
    var random = new Random(1);
    var records = new ArrayList<TaskRecord>();
    for (var index = 0; index < 10; index++) {
      var bytes = new byte[24 * 1024 - 16];
      random.nextBytes(bytes);
      var text = Base64.getEncoder().encodeToString(bytes);
      records.add(Runs.record(EACH, OptionalInt.of(index), 1, Runs.gave(text)));
    }

    runs.record(Runs.RUN, records);

    assertThat(sizeOf(item("TASK#each#000000"))).isLessThan(ITEM_MAX_BYTES * 3 / 4);
    assertThat(runs.instances(Runs.RUN, EACH)).isEqualTo(records);
  }

  @Test
  void a_group_says_which_instances_have_failed_or_are_parked_until_they_are_no_longer() {
    var failed = new TaskRecord.Content.Failed(new ErrorName("Http.503"), "busy", Optional.empty());
    var parked =
        new TaskRecord.Content.Parked(
            JsonNodeFactory.instance.nullNode(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    runs.record(
        Runs.RUN,
        List.of(
            Runs.record(EACH, OptionalInt.of(1), 1, failed),
            Runs.record(EACH, OptionalInt.of(2), 1, parked),
            Runs.record(EACH, OptionalInt.of(3), 1, failed)));
    assertThat(in(item("TASK#each#000000"), "failed").ns()).containsExactlyInAnyOrder("1", "3");
    assertThat(in(item("TASK#each#000000"), "parked").ns()).containsExactly("2");

    runs.record(
        Runs.RUN,
        List.of(
            Runs.record(EACH, OptionalInt.of(1), 2, Runs.gave(1)),
            Runs.record(EACH, OptionalInt.of(2), 1, failed),
            Runs.record(EACH, OptionalInt.of(3), 2, parked)));

    assertThat(in(item("TASK#each#000000"), "failed").ns()).containsExactly("2");
    assertThat(in(item("TASK#each#000000"), "parked").ns()).containsExactly("3");
  }

  @Test
  void items_of_a_map_that_are_too_large_for_an_item_go_to_the_bucket() {
    var items = new ArrayList<JsonNode>();
    for (var item = 0; item < 11; item++) {
      items.add(JsonNodeFactory.instance.textNode(item + "x".repeat(50_000)));
    }

    runs.putItems(Runs.RUN, EACH, items);

    assertThat(runs.items(Runs.RUN, EACH, 0)).isEqualTo(items.subList(0, 10));
    assertThat(runs.items(Runs.RUN, EACH, 1)).isEqualTo(items.subList(10, 11));
    assertThat(stores.bucket.paths()).hasSize(1);
    assertThat(sizeOf(item("ITEMS#each#000000"))).isLessThan(WRITE_UNIT_BYTES);
  }

  @Test
  void a_removed_run_takes_its_payloads_along() {
    runs.create(Runs.run("w", 1), Runs.INPUT);
    stores.payloads().put("run/" + Runs.RUN + "/load-attempt-1", new byte[] {'1'});
    stores.payloads().put("run/" + Runs.RUN + "2/load-attempt-1", new byte[] {'1'});

    runs.remove(Runs.RUN);

    assertThat(stores.bucket.paths())
        .containsExactly("payloads/run/" + Runs.RUN + "2/load-attempt-1");
  }

  @Test
  void entries_of_the_indexes_stand_still_while_a_run_makes_progress() {
    var record = Runs.run("dww", 1);
    runs.create(record, Runs.INPUT);
    var before = indexed(item(SortKey.RUN));

    runs.put(Runs.checkedAt(record, record.nextCheck().plusSeconds(59)));

    assertThat(indexed(item(SortKey.RUN))).isEqualTo(before);
  }

  @Test
  void a_run_that_ended_shows_it_in_the_lists_and_leaves_the_active_ones() {
    runs.create(Runs.run("dww", 1), Runs.INPUT);
    assertThat(item(SortKey.RUN)).doesNotContainKeys("counts", "endedAt");

    runs.put(Runs.run("SSF", 2, RunStatus.FAILED, 0));

    var item = item(SortKey.RUN);
    assertThat(in(item, "status").s()).isEqualTo("FAILED");
    assertThat(in(item, "counts").s()).isEqualTo("{\"SUCCEEDED\":2,\"FAILED\":1}");
    assertThat(in(item, "endedAt").s()).isEqualTo("2026-11-23T06:00:09.123456Z");
    assertThat(item).doesNotContainKeys("shard", "checkFrom");
  }

  @Test
  void what_belongs_to_a_run_expires_with_it_but_a_claim_when_no_message_can_come() {
    runs.create(Runs.run("dww", 1), Runs.INPUT);
    var again = stores.runs();
    again.record(Runs.RUN, List.of(Runs.record(EACH, OptionalInt.empty(), 1, Runs.gave(1))));
    var lease = new Lease("i-1", Runs.START.plusSeconds(60), 0);
    again.claim(new Claim(Runs.RUN, new AssignmentId(2, 0), "m-1", lease));

    var expected = Runs.START.plus(Duration.ofDays(7 + 90)).getEpochSecond();
    assertThat(expiryOf(SortKey.RUN)).isEqualTo(expected);
    assertThat(expiryOf("TASK#each")).isEqualTo(expected);
    assertThat(expiryOf("CLAIM#2.0"))
        .isEqualTo(lease.until().plus(Duration.ofDays(30)).getEpochSecond());
  }

  @Test
  void what_belongs_to_a_run_stays_as_long_as_a_redrive_needs_it() {
    runs.create(Runs.run("dww", 1), new Payload.Reference("run/x/input", 70_000));
    runs.record(Runs.RUN, List.of(Runs.record(EACH, OptionalInt.empty(), 1, Runs.gave(1))));

    runs.put(Runs.run("SSd", 2, RunStatus.RUNNING, 1));

    var expected = Runs.START.plus(Duration.ofDays(8 + 90)).getEpochSecond();
    assertThat(expiryOf(SortKey.RUN)).isEqualTo(expected);
    assertThat(expiryOf(SortKey.INPUT)).isEqualTo(expected);
    assertThat(expiryOf("TASK#each")).isEqualTo(expected);
  }

  /// The deadline of a run that waits is that of its creation: it used to expire while it waited
  /// longer than its timeout and the history, and its input while it ran.
  @Test
  void a_run_that_waits_for_weeks_stays_with_its_input_until_it_has_run() {
    var input = "run/" + Runs.RUN + "/input";
    stores.payloads().put(input, new byte[] {'1'});
    var waiting = Runs.run("www", 1, RunStatus.QUEUED, 0);
    runs.create(waiting, new Payload.Reference(input, 70_000));

    stores.clock.advance(Duration.ofDays(300));
    runs.put(Runs.checkedAt(waiting, Stores.NOW)); // reconcile looks at it

    var needed = stores.clock.now().plus(Duration.ofDays(7 + 90)).getEpochSecond();
    assertThat(expiryOf(SortKey.RUN)).isGreaterThanOrEqualTo(needed);
    assertThat(expiryOf(SortKey.INPUT)).isGreaterThanOrEqualTo(needed);

    stores.clock.advance(Duration.ofDays(61));
    var deadline = stores.clock.now().plus(Duration.ofDays(7));
    stores.runs().load(Runs.RUN);
    runs.put(Runs.run("dww", 3, RunStatus.RUNNING, 0, deadline, Optional.empty())); // its turn

    var expected = deadline.plus(Duration.ofDays(90)).getEpochSecond();
    assertThat(expiryOf(SortKey.RUN)).isEqualTo(expected);
    assertThat(expiryOf(SortKey.INPUT)).isGreaterThanOrEqualTo(expected);
    assertThat(stores.bucket.modified("payloads/" + input)).isAfter(Instant.EPOCH);
  }

  @Test
  void a_run_that_waits_is_prolonged_once_a_day_and_not_at_every_look() {
    var waiting = Runs.run("www", 1, RunStatus.QUEUED, 0);
    runs.create(waiting, Runs.INPUT);
    var before = expiryOf(SortKey.RUN);

    stores.clock.advance(Duration.ofHours(4));
    var looked = Runs.checkedAt(waiting, Stores.NOW);
    runs.put(looked);

    assertThat(expiryOf(SortKey.RUN)).isEqualTo(before);

    stores.clock.advance(Duration.ofHours(24));
    stores.runs().put(Runs.checkedAt(looked, Stores.NOW)); // by somebody who has not read it

    assertThat(expiryOf(SortKey.RUN)).isGreaterThan(before);
  }

  @Test
  void a_run_that_is_cancelled_after_weeks_of_waiting_has_its_history() {
    var waiting = Runs.run("www", 1, RunStatus.QUEUED, 0);
    runs.create(waiting, Runs.INPUT);

    var endedAt = Runs.START.plus(WEEKS);
    runs.put(
        Runs.run(
            "CCC",
            2,
            RunStatus.CANCELLED,
            0,
            Runs.START.plus(Duration.ofDays(7)),
            Optional.of(endedAt)));

    var expected = endedAt.plus(Duration.ofDays(90 - 1)).getEpochSecond();
    assertThat(expiryOf(SortKey.RUN)).isEqualTo(expected);
  }

  @Test
  void payloads_stay_as_long_as_the_redrive_of_an_old_run_needs_them() {
    var input = "run/" + Runs.RUN + "/input";
    stores.payloads().put(input, new byte[] {'1'});
    stores.payloads().put("run/other/input", new byte[] {'1'});
    runs.create(Runs.run("dww", 1), new Payload.Reference(input, 70_000));

    runs.put(Runs.run("SSd", 2, RunStatus.RUNNING, 359)); // its deadline: after 366 days

    assertThat(stores.bucket.modified("payloads/" + input)).isEqualTo(Instant.EPOCH);

    runs.put(Runs.run("SSd", 3, RunStatus.RUNNING, 360));

    assertThat(stores.bucket.modified("payloads/" + input)).isAfter(Instant.EPOCH);
    assertThat(stores.bucket.modified("payloads/run/other/input")).isEqualTo(Instant.EPOCH);
    assertThat(stores.payloads().get(input)).isEqualTo(new byte[] {'1'});
  }

  @Test
  void an_input_that_stands_in_run_has_no_item_of_its_own() {
    runs.create(Runs.run("w", 1), Runs.INPUT);

    assertThat(find(SortKey.INPUT)).isEmpty();
    assertThat(runs.input(Runs.RUN)).isEqualTo(Runs.INPUT);
  }

  private long expiryOf(String sk) {
    return Long.parseLong(in(item(sk), "expiresAt").n());
  }

  private Map<String, AttributeValue> item(String sk) {
    return find(sk).orElseThrow();
  }

  private static AttributeValue in(Map<String, AttributeValue> item, String attribute) {
    return Optional.ofNullable(item.get(attribute)).orElseThrow();
  }

  private Optional<Map<String, AttributeValue>> find(String sk) {
    var items = new Items(stores.client, stores.tables.runs(), Tables.RUN);
    return items.get(items.key(Runs.RUN, sk));
  }

  /// What the indexes hold of an item: a change of it costs a write in each.
  private static Map<String, AttributeValue> indexed(Map<String, AttributeValue> item) {
    var names =
        List.of("dag", "month", "started", "shard", "checkFrom", "status", "counts", "endedAt");
    var found = new TreeMap<>(item);
    found.keySet().retainAll(names);
    return found;
  }

  /// As DynamoDB counts: names and values, in UTF-8.
  private static int sizeOf(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .mapToInt(attribute -> attribute.getKey().length() + sizeOf(attribute.getValue()))
        .sum();
  }

  private static int sizeOf(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s().getBytes(UTF_8).length;
      case N -> value.n().length() / 2 + 2;
      case B -> value.b().asByteArrayUnsafe().length;
      case NS -> value.ns().stream().mapToInt(number -> number.length() / 2 + 2).sum() + 3;
      case SS, BS, M, L, BOOL, NUL, UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException("not used here: " + value);
    };
  }
}
