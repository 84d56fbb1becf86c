package dev.millrace.local.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.Payload;
import dev.millrace.testkit.contract.SteppedClock;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteStorageTest {
  private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
  private static final Duration HIDDEN = Duration.ofSeconds(65);
  private static final Payload INPUT = new Payload.Inline(JsonNodeFactory.instance.objectNode());

  private final SteppedClock clock = new SteppedClock(START);
  @RegisterExtension private final OpenStorage storage = new OpenStorage(clock);

  @Test
  void every_start_has_a_higher_number() {
    assertThat(storage.get().hostNumber()).isEqualTo(1);
    assertThat(storage.reopen().hostNumber()).isEqualTo(2);
    assertThat(storage.reopen().hostNumber()).isEqualTo(3);
  }

  @Test
  void what_was_written_is_there_after_another_start() {
    var record = Runs.record("orders.one", START);
    storage.get().runs().create(record, INPUT);

    assertThat(storage.reopen().runs().load(record.run())).contains(record);
  }

  @Test
  void a_folder_in_use_is_refused_by_name() {
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> SqliteStorage.open(storage.folder(), clock, Durability.NORMAL))
        .withMessage(
            "the data folder "
                + storage.folder()
                + " is in use by another Millrace. End that one, or name another folder.");
    assertThat(storage.reopen().hostNumber()).isEqualTo(2);
  }

  @Test
  void a_file_of_a_newer_version_is_refused_and_left_alone() {
    storage
        .get()
        .writer()
        .write(database -> database.update("PRAGMA user_version = " + (Schema.VERSION + 1)));
    storage.close();

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> SqliteStorage.open(storage.folder(), clock, Durability.NORMAL))
        .withMessageContaining("was written by a newer Millrace")
        .withMessageContaining("(its tables have version 3, this one knows versions up to 2)");
    // The folder was given back: the next attempt fails for the same reason.
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> SqliteStorage.open(storage.folder(), clock, Durability.NORMAL))
        .withMessageContaining("newer Millrace");
  }

  @Test
  void a_file_of_the_former_version_gets_what_it_lacks_and_keeps_what_it_has() {
    var orders = new DagName("orders");
    storage.get().dags().put(orders, "dag: orders", "sha256:a", clock.now());
    storage
        .get()
        .writer()
        .write(
            database -> {
              database.execute("DROP TABLE entries");
              return database.update("PRAGMA user_version = 1");
            });

    var reopened = storage.reopen();

    assertThat(reopened.entries().list(EntryKind.CONNECTION, EntryKey.ALL, Optional.empty(), 1))
        .isEmpty();
    assertThat(reopened.dags().latest(orders)).isPresent();
  }

  @Test
  void a_file_that_is_no_database_is_refused() throws Exception {
    storage.close();
    Files.writeString(storage.folder().resolve("millrace.db"), "no database".repeat(1_000));
    Files.deleteIfExists(storage.folder().resolve("millrace.db-wal"));

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> SqliteStorage.open(storage.folder(), clock, Durability.NORMAL))
        .withMessageContaining("millrace.db: the file is damaged or no database");
  }

  @Test
  void messages_that_were_worked_on_are_visible_at_the_next_start_and_keep_their_count() {
    send("orders.one");
    var before = receive().getFirst();

    storage.reopen();

    var after = receive().getFirst();
    assertThat(after.receiveCount()).isEqualTo(2);
    assertThat(after.messageId()).isEqualTo(before.messageId());
    assertThat(after.sentAt()).isEqualTo(START);
    assertThat(after.message()).isEqualTo(before.message());
    // A receipt of the former start is worth nothing.
    storage.get().receiving(Lane.SHORT).acknowledge(List.of(before.receipt()));
    assertThat(storage.get().receiving(Lane.SHORT).size()).isEqualTo(1);
  }

  @Test
  void a_message_that_ends_its_host_each_time_becomes_a_dead_letter() {
    send("orders.one");
    for (var start = 0; start < DeadLetters.RECEIVES_MAX; start++) {
      assertThat(receive()).hasSize(1);
      storage.reopen();
    }

    assertThat(receive()).isEmpty();
    assertThat(storage.get().deadLetters().dispatch(10)).hasSize(1);
  }

  @Test
  void a_delayed_message_stays_delayed_over_a_start() {
    storage
        .get()
        .dispatch()
        .send(
            Lane.SHORT,
            List.of(new DispatchMessage.Wake(new RunId("orders.one"), START)),
            Duration.ofMillis(1_500));
    clock.advance(Duration.ofMillis(1_499));

    storage.reopen();

    assertThat(receive()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(receive()).hasSize(1);
  }

  @Test
  void results_keep_their_order_and_are_known_again_over_a_start() {
    var run = new RunId("orders.one");
    for (var id : List.of("a", "b")) {
      storage.get().results().send(new ResultMessage(run, id, List.of()));
    }
    var first = storage.get().receivingResults().receive(1, HIDDEN).getFirst();
    storage.get().receivingResults().acknowledge(List.of(first.receipt()));

    storage.reopen();

    storage.get().results().send(new ResultMessage(run, "a", List.of()));
    storage.get().results().send(new ResultMessage(run, "c", List.of()));
    assertThat(storage.get().receivingResults().receive(10, HIDDEN))
        .extracting(delivery -> delivery.message().deduplicationId())
        .containsExactly("b", "c");
  }

  @Test
  void a_dead_letter_that_was_dealt_with_is_visible_at_the_next_start() {
    send("orders.one");
    for (var receive = 0; receive <= DeadLetters.RECEIVES_MAX; receive++) {
      receive();
      clock.advance(HIDDEN);
    }
    assertThat(storage.get().deadLetters().dispatch(10)).hasSize(1);
    assertThat(storage.get().deadLetters().dispatch(10)).isEmpty();

    assertThat(storage.reopen().deadLetters().dispatch(10)).hasSize(1);
  }

  @Test
  void ids_of_messages_never_come_twice() {
    send("orders.one");
    var first = receive().getFirst();
    storage.get().receiving(Lane.SHORT).acknowledge(List.of(first.receipt()));

    storage.reopen();
    send("orders.one");

    assertThat(receive().getFirst().messageId()).isNotEqualTo(first.messageId());
  }

  @Test
  void large_payloads_go_with_their_run() {
    var runs = storage.get().runs();
    var payloads = storage.get().payloads();
    runs.create(Runs.record("orders.one", START), INPUT);
    payloads.put("run/orders.one/output", new byte[] {'1'});
    payloads.put("run/orders.one.two/output", new byte[] {'2'});

    runs.remove(new RunId("orders.one"));

    assertThatIllegalStateException().isThrownBy(() -> payloads.get("run/orders.one/output"));
    assertThat(payloads.get("run/orders.one.two/output")).containsExactly('2');
  }

  @Test
  void closing_twice_does_no_harm_and_nothing_works_after_it() {
    var closed = storage.get();
    closed.close();
    closed.close();

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> closed.runs().load(new RunId("orders.one")))
        .withMessageContaining("is closed");
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> closed.runs().create(Runs.record("orders.one", START), INPUT))
        .withMessageContaining("is closed");
    assertThat(closed.receiving(Lane.SHORT).receive(1, HIDDEN)).isEmpty();
  }

  private void send(String run) {
    storage
        .get()
        .dispatch()
        .send(Lane.SHORT, List.of(new DispatchMessage.Wake(new RunId(run), START)), Duration.ZERO);
  }

  private List<Delivery<DispatchMessage>> receive() {
    return storage.get().receiving(Lane.SHORT).receive(10, HIDDEN);
  }
}
