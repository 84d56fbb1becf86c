package dev.millrace.local.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunStore.Creation;
import dev.millrace.engine.store.RunStore.Writing;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A disk without room, played by the greatest number of pages that SQLite may use.
class FullDiskTest {
  private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
  private static final long PAGES_UNLIMITED = 1_000_000;
  private static final Payload LARGE =
      new Payload.Inline(JsonNodeFactory.instance.textNode("x".repeat(100_000)));

  @RegisterExtension private final OpenStorage storage = new OpenStorage();

  @Test
  void what_finds_no_room_fails_plainly_and_leaves_nothing_behind() {
    fill();

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> storage.get().runs().create(Runs.record("orders.one", START), LARGE))
        .withMessage(
            storage.folder().resolve("millrace.db")
                + ": the disk is full, nothing was written."
                + " Free some space; work then goes on by itself.");

    assertThat(storage.get().runs().load(new RunId("orders.one"))).isEmpty();
  }

  @Test
  void work_goes_on_when_there_is_room_again() {
    var record = Runs.record("orders.one", START);
    storage.get().runs().create(record, new Payload.Inline(JsonNodeFactory.instance.nullNode()));
    fill();
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> storage.get().runs().putOutput(record.run(), LARGE));

    limitPages(PAGES_UNLIMITED);

    storage.get().runs().putOutput(record.run(), LARGE);
    assertThat(storage.get().runs().output(record.run())).contains(LARGE);
    assertThat(storage.get().runs().put(Runs.next(record))).isEqualTo(new Writing.Stored());
    assertThat(storage.get().runs().create(Runs.record("orders.two", START), LARGE))
        .isEqualTo(new Creation.Created());
  }

  @Test
  void a_group_of_which_one_part_finds_no_room_is_not_half_written() {
    fill();
    List<JsonNode> items =
        Collections.nCopies(200, JsonNodeFactory.instance.textNode("x".repeat(5_000)));

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(
            () ->
                storage
                    .get()
                    .runs()
                    .putItems(new RunId("orders.one"), new TaskName("each"), items));

    limitPages(PAGES_UNLIMITED);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () -> storage.get().runs().items(new RunId("orders.one"), new TaskName("each"), 0));
  }

  @Test
  void a_message_that_was_not_sent_is_never_received() {
    fill();
    var messages =
        Collections.nCopies(2_000, new DispatchMessage.Wake(new RunId("orders.one"), START));

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> storage.get().dispatch().send(Lane.SHORT, messages, Duration.ZERO));

    assertThat(storage.get().receiving(Lane.SHORT).size()).isZero();
    limitPages(PAGES_UNLIMITED);
    storage.get().dispatch().send(Lane.SHORT, messages, Duration.ZERO);
    assertThat(storage.reopen().receiving(Lane.SHORT).size()).isEqualTo(2_000);
  }

  /// Leaves no room but for what changes in place.
  private void fill() {
    limitPages(1);
  }

  /// Fewer pages than are in use already means: not one more.
  private void limitPages(long pages) {
    storage
        .get()
        .writer()
        .write(
            database -> database.first("PRAGMA max_page_count = " + pages, row -> row.getLong(1)));
  }
}
