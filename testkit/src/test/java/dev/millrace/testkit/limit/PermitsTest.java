package dev.millrace.testkit.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.limit.Limits;
import dev.millrace.engine.limit.Permit;
import dev.millrace.engine.limit.Permits;
import dev.millrace.engine.limit.Permits.Taking;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.testkit.contract.SteppedClock;
import dev.millrace.testkit.memory.CountedIds;
import dev.millrace.testkit.memory.InMemoryEntryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Limits under a clock that only the test moves: who gets a permit, and who must come back.
class PermitsTest {
  private static final String SHOP = "shop";
  private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
  private static final Limits FIVE_AT_ONCE = limits(0, 5);
  private static final Limits TWENTY_A_SECOND = limits(20, 0);

  private final SteppedClock clock = new SteppedClock(START);
  private final InMemoryEntryStore entries = new InMemoryEntryStore();
  private final CountedIds ids = new CountedIds();

  private static Limits limits(int perSecond, int concurrent) {
    return new Limits(optional(perSecond), optional(concurrent));
  }

  private static OptionalInt optional(int limit) {
    return limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit);
  }

  private Permits worker() {
    return new Permits(entries, clock, ids, 0);
  }

  private Taking take(Permits worker, Limits limits) throws InterruptedException {
    return worker.take(SHOP, limits, Duration.ZERO, clock.now().plusSeconds(50));
  }

  /// Takes as many as there are.
  private List<Permit> takeAll(Permits worker, Limits limits) throws InterruptedException {
    var permits = new ArrayList<Permit>();
    while (take(worker, limits) instanceof Taking.Taken(var permit)) {
      permits.add(permit);
    }
    return permits;
  }

  private JsonNode ledger() {
    return entries
        .get(new EntryKey(EntryKind.LIMIT, EntryKey.ALL, SHOP))
        .map(Entry::value)
        .orElseThrow();
  }

  @Test
  void without_limits_nothing_is_counted_or_stored() throws InterruptedException {
    for (var request = 0; request < 100; request++) {
      assertThat(take(worker(), Limits.NONE)).isEqualTo(new Taking.Taken(Permit.UNBOUNDED));
    }
    assertThat(entries.get(new EntryKey(EntryKind.LIMIT, EntryKey.ALL, SHOP))).isEmpty();
  }

  @Test
  void all_workers_together_have_so_many_requests_at_once() throws InterruptedException {
    var first = takeAll(worker(), FIVE_AT_ONCE);
    var other = worker();

    assertThat(first).hasSize(5);
    assertThat(takeAll(other, FIVE_AT_ONCE)).isEmpty();
    first.forEach(Permit::close);
    clock.advance(Duration.ofMillis(20));
    assertThat(takeAll(other, FIVE_AT_ONCE)).hasSize(5);
  }

  @Test
  void a_slot_is_free_only_when_the_server_is_surely_done() throws InterruptedException {
    var worker = worker();
    var permits = takeAll(worker, limits(0, 1));
    permits.getFirst().close();

    assertThat(takeAll(worker, limits(0, 1))).isEmpty();
    clock.advance(Duration.ofMillis(25));
    assertThat(takeAll(worker, limits(0, 1))).hasSize(1);
  }

  @Test
  void closing_twice_frees_one_slot() throws InterruptedException {
    var worker = worker();
    var permit = takeAll(worker, limits(0, 1)).getFirst();
    permit.close();
    permit.close();

    clock.advance(Duration.ofSeconds(1));
    assertThat(takeAll(worker, limits(0, 1))).hasSize(1);
  }

  @Test
  void a_turn_comes_back_a_second_after_the_answer_began() throws InterruptedException {
    var worker = worker();
    for (var permit : takeAll(worker, TWENTY_A_SECOND)) {
      permit.sent();
      clock.advance(Duration.ofMillis(1));
      permit.answered();
      permit.close();
    }

    clock.advance(Duration.ofMillis(979));
    assertThat(takeAll(worker, TWENTY_A_SECOND)).isEmpty();
    clock.advance(Duration.ofMillis(30));
    assertThat(takeAll(worker(), TWENTY_A_SECOND)).hasSize(20);
  }

  @Test
  void without_an_answer_it_comes_back_once_the_server_has_surely_seen_the_request()
      throws InterruptedException {
    var worker = worker();
    takeAll(worker, TWENTY_A_SECOND).forEach(Permit::sent);

    clock.advance(Duration.ofMillis(1_074));
    assertThat(takeAll(worker, TWENTY_A_SECOND)).isEmpty();
    clock.advance(Duration.ofMillis(6));
    assertThat(takeAll(worker, TWENTY_A_SECOND)).hasSize(20);
  }

  @Test
  void a_request_that_never_went_out_uses_no_turn() throws InterruptedException {
    var worker = worker();
    takeAll(worker, TWENTY_A_SECOND).forEach(Permit::close);

    clock.advance(Duration.ofMillis(25));
    assertThat(takeAll(worker, TWENTY_A_SECOND)).hasSize(20);
  }

  @Test
  void a_worker_without_requests_holds_nothing() throws InterruptedException {
    var permits = takeAll(worker(), limits(20, 5));
    assertThat(ledger().path("holders").size()).isEqualTo(1);

    permits.forEach(Permit::close);

    assertThat(ledger().path("holders").size()).isZero();
  }

  @Test
  void what_a_dead_worker_held_is_free_when_its_requests_would_have_ended()
      throws InterruptedException {
    assertThat(takeAll(worker(), FIVE_AT_ONCE)).hasSize(5);

    clock.advance(Duration.ofSeconds(50));
    assertThat(takeAll(worker(), FIVE_AT_ONCE)).isEmpty();
    clock.advance(Duration.ofSeconds(36));
    assertThat(takeAll(worker(), FIVE_AT_ONCE)).isEmpty(); // seen now, and a second of grace
    clock.advance(Duration.ofSeconds(2));
    assertThat(takeAll(worker(), FIVE_AT_ONCE)).hasSize(5);
  }

  @Test
  void what_a_former_start_of_the_embedded_host_held_is_free_soon() throws InterruptedException {
    var former = new Permits(entries, clock, ids, 7);
    assertThat(takeAll(former, FIVE_AT_ONCE)).hasSize(5);

    var next = new Permits(entries, clock, ids, 8);
    assertThat(takeAll(next, FIVE_AT_ONCE)).isEmpty();
    clock.advance(Duration.ofSeconds(2));
    assertThat(takeAll(next, FIVE_AT_ONCE)).hasSize(5);
  }

  @Test
  void a_worker_that_was_thought_dead_brings_nothing_back() throws InterruptedException {
    var late = worker();
    var held = takeAll(late, limits(20, 5));
    clock.advance(Duration.ofMinutes(10));
    var other = worker();
    assertThat(takeAll(other, limits(20, 5))).isEmpty();
    clock.advance(Duration.ofSeconds(2));
    assertThat(takeAll(other, limits(20, 5))).hasSize(5);

    held.forEach(Permit::close);

    clock.advance(Duration.ofSeconds(2));
    assertThat(takeAll(late, limits(20, 5))).isEmpty();
    assertThat(takeAll(worker(), limits(20, 5))).isEmpty();
  }

  @Test
  void a_worker_that_finds_itself_dead_forgets_what_it_held() throws InterruptedException {
    var late = worker();
    var held = takeAll(late, FIVE_AT_ONCE);
    clock.advance(Duration.ofMinutes(10));
    var other = worker();
    takeAll(other, FIVE_AT_ONCE);
    clock.advance(Duration.ofSeconds(2));
    assertThat(takeAll(other, FIVE_AT_ONCE)).hasSize(5);

    assertThat(takeAll(late, FIVE_AT_ONCE)).isEmpty();
    held.forEach(Permit::close);

    clock.advance(Duration.ofSeconds(2));
    assertThat(takeAll(late, FIVE_AT_ONCE)).isEmpty();
  }

  @Test
  void a_limit_that_was_lowered_holds_as_units_come_back() throws InterruptedException {
    var worker = worker();
    var held = takeAll(worker, FIVE_AT_ONCE);
    assertThat(takeAll(worker(), limits(0, 2))).isEmpty();

    held.forEach(Permit::close);

    clock.advance(Duration.ofSeconds(1));
    assertThat(takeAll(worker(), limits(0, 2))).hasSize(2);
  }

  @Test
  void a_limit_that_was_raised_holds_at_once() throws InterruptedException {
    assertThat(takeAll(worker(), limits(0, 2))).hasSize(2);

    assertThat(takeAll(worker(), FIVE_AT_ONCE)).hasSize(3);
  }

  @Test
  void who_must_come_back_does_so_in_turn() throws InterruptedException {
    var worker = worker();
    takeAll(worker, TWENTY_A_SECOND).forEach(Permit::sent);

    var back = new ArrayList<Instant>();
    for (var request = 0; request < 20; request++) {
      if (take(worker, TWENTY_A_SECOND) instanceof Taking.Busy(var at)) {
        back.add(at);
      }
    }

    assertThat(back).hasSize(20).doesNotHaveDuplicates().isSorted();
    assertThat(Duration.between(back.getFirst(), back.getLast())).isEqualTo(Duration.ofMillis(950));
  }

  @Test
  void limits_have_bounds() {
    assertThatThrownBy(() -> limits(10_001, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits(OptionalInt.of(0), OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
