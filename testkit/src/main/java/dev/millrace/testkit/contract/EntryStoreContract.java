package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.EntryStore.Putting;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every [EntryStore] does. An implementation gives each test an empty store.
public abstract class EntryStoreContract {
  private static final EntryKey SHOP = connection("shop");
  private static final JsonNode FIRST = Examples.json("baseUrl", "https://shop.example/größer");
  private static final JsonNode SECOND = Examples.json("baseUrl", "https://shop.example/v2");

  /// The store of the running test, empty at its start.
  protected abstract EntryStore entries();

  private static EntryKey connection(String name) {
    return new EntryKey(EntryKind.CONNECTION, EntryKey.ALL, name);
  }

  private Putting put(EntryKey key, long expected, JsonNode value) {
    return entries().put(key, expected, value, Optional.empty());
  }

  @Test
  void what_was_never_put_is_not_there() {
    assertThat(entries().get(SHOP)).isEmpty();
    assertThat(entries().list(EntryKind.CONNECTION, EntryKey.ALL, Optional.empty(), 10)).isEmpty();
  }

  @Test
  void the_first_put_is_revision_1_and_each_one_more() {
    assertThat(put(SHOP, EntryStore.NONE, FIRST))
        .isEqualTo(new Putting.Stored(new Entry(SHOP, 1, FIRST)));
    assertThat(put(SHOP, 1, SECOND)).isEqualTo(new Putting.Stored(new Entry(SHOP, 2, SECOND)));
    assertThat(entries().get(SHOP)).contains(new Entry(SHOP, 2, SECOND));
  }

  @Test
  void a_put_that_expects_another_revision_changes_nothing_and_shows_what_stands() {
    put(SHOP, EntryStore.NONE, FIRST);

    var refused = new Putting.Refused(Optional.of(new Entry(SHOP, 1, FIRST)));
    assertThat(put(SHOP, EntryStore.NONE, SECOND)).isEqualTo(refused);
    assertThat(put(SHOP, 2, SECOND)).isEqualTo(refused);
    assertThat(entries().get(SHOP)).contains(new Entry(SHOP, 1, FIRST));
  }

  @Test
  void a_put_that_expects_what_is_not_there_is_refused() {
    assertThat(put(SHOP, 1, FIRST)).isEqualTo(new Putting.Refused(Optional.empty()));
    assertThat(entries().get(SHOP)).isEmpty();
  }

  @Test
  void an_entry_is_removed_only_by_whoever_has_seen_it() {
    put(SHOP, EntryStore.NONE, FIRST);
    put(SHOP, 1, SECOND);

    assertThat(entries().remove(SHOP, 1)).isFalse();
    assertThat(entries().get(SHOP)).isPresent();
    assertThat(entries().remove(SHOP, 2)).isTrue();
    assertThat(entries().get(SHOP)).isEmpty();
  }

  @Test
  void removing_what_is_gone_is_no_error() {
    assertThat(entries().remove(SHOP, 7)).isTrue();
  }

  @Test
  void an_entry_may_be_put_again_after_it_was_removed() {
    put(SHOP, EntryStore.NONE, FIRST);
    entries().remove(SHOP, 1);

    assertThat(put(SHOP, EntryStore.NONE, SECOND)).isInstanceOf(Putting.Stored.class);
    assertThat(entries().get(SHOP)).map(Entry::value).contains(SECOND);
  }

  @Test
  void a_list_holds_the_entries_of_one_owner_by_name() {
    for (var name : new String[] {"b", "a", "C", "a.b", "a-b"}) {
      put(new EntryKey(EntryKind.SCHEDULE, "orders", name), EntryStore.NONE, FIRST);
    }
    put(new EntryKey(EntryKind.SCHEDULE, "orders2", "x"), EntryStore.NONE, FIRST);
    put(new EntryKey(EntryKind.BACKFILL, "orders", "y"), EntryStore.NONE, FIRST);

    assertThat(entries().list(EntryKind.SCHEDULE, "orders", Optional.empty(), 10))
        .extracting(entry -> entry.key().name())
        .containsExactly("C", "a", "a-b", "a.b", "b");
  }

  @Test
  void a_list_goes_on_behind_a_name() {
    for (var name : new String[] {"1", "2", "3", "4"}) {
      put(connection(name), EntryStore.NONE, FIRST);
    }

    assertThat(entries().list(EntryKind.CONNECTION, EntryKey.ALL, Optional.of("1"), 2))
        .extracting(entry -> entry.key().name())
        .containsExactly("2", "3");
    assertThat(entries().list(EntryKind.CONNECTION, EntryKey.ALL, Optional.of("4"), 2)).isEmpty();
  }

  @Test
  void long_lists_are_whole() {
    var wide = Examples.json("text", "x".repeat(200 * 1024));
    for (var number = 10; number < 18; number++) {
      put(connection("n" + number), EntryStore.NONE, wide);
    }

    assertThat(entries().list(EntryKind.CONNECTION, EntryKey.ALL, Optional.empty(), 8)).hasSize(8);
  }

  @Test
  void of_racing_puts_one_is_stored() {
    put(SHOP, EntryStore.NONE, FIRST);

    var puttings = Together.race(8, racer -> put(SHOP, 1, Examples.json("racer", racer)));

    assertThat(puttings).filteredOn(Putting.Stored.class::isInstance).hasSize(1);
    assertThat(entries().get(SHOP).orElseThrow().revision()).isEqualTo(2);
  }

  @Test
  void a_value_has_a_limit() {
    var wide = Examples.json("text", "x".repeat(EntryStore.BYTES_MAX));

    assertThatThrownBy(() -> put(SHOP, EntryStore.NONE, wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("connection - shop");
  }

  @Test
  void what_is_written_is_what_is_read() {
    var expiring = Examples.json("n", "12345678901234567890.123456789");

    entries().put(SHOP, EntryStore.NONE, expiring, Optional.of(Examples.at(3_000_000_000L)));

    assertThat(entries().get(SHOP)).map(Entry::value).contains(expiring);
  }
}
