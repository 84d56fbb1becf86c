package dev.millrace.testkit.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.limit.Limits;
import dev.millrace.engine.limit.Permit;
import dev.millrace.engine.limit.Permits;
import dev.millrace.engine.limit.Permits.Taking;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.testkit.contract.SteppedClock;
import dev.millrace.testkit.memory.CountedIds;
import dev.millrace.testkit.memory.InMemoryEntryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Limits over a store that does what it is asked, and whose answer does not arrive. A worker that
/// took its put for undone used units that others had been lent meanwhile, or was lent units that
/// it knew nothing of, and renewed that loan with each question.
class LostAnswersTest {
  private static final String SHOP = "shop";
  private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
  private static final EntryKey KEY = new EntryKey(EntryKind.LIMIT, EntryKey.ALL, SHOP);
  private static final Limits ONE_AT_ONCE = concurrent(1);

  /// After this a unit that nobody uses is free for everybody.
  private static final Duration SOON = Duration.ofMillis(1_100);

  private final SteppedClock clock = new SteppedClock(START);
  private final UnreliableStore entries = new UnreliableStore();
  private final CountedIds ids = new CountedIds();
  private final Permits worker = new Permits(entries, clock, ids, 0);
  private final Permits other = new Permits(entries, clock, ids, 0);

  private static Limits concurrent(int limit) {
    return new Limits(OptionalInt.empty(), OptionalInt.of(limit));
  }

  /// Fails as it is told, one put after the other, and like a client for HTTP when its thread is
  /// interrupted.
  private static final class UnreliableStore implements EntryStore {
    private final InMemoryEntryStore entries = new InMemoryEntryStore();
    private final Deque<Fault> faults = new ArrayDeque<>();

    /// What becomes of one put.
    private interface Fault {
      Putting put(EntryKey key, long expected, JsonNode value);
    }

    /// The next put is done, and its answer lost.
    void loseAnswer() {
      faults.add(
          (key, expected, value) -> {
            var _ = entries.put(key, expected, value, Optional.empty());
            throw new IllegalStateException("the answer is lost");
          });
    }

    /// The next put fails, and arrives when it is let go.
    ///
    /// @return lets it go
    Runnable delay() {
      var late = new ArrayList<Runnable>();
      faults.add(
          (key, expected, value) -> {
            late.add(() -> entries.put(key, expected, value, Optional.empty()));
            throw new IllegalStateException("no answer in time");
          });
      return () -> late.forEach(Runnable::run);
    }

    /// The answer to the next put is lost, somebody else puts, and the repeated put is refused.
    void repeat(Runnable meanwhile) {
      faults.add(
          (key, expected, value) -> {
            var _ = entries.put(key, expected, value, Optional.empty());
            meanwhile.run();
            return entries.put(key, expected, value, Optional.empty());
          });
    }

    /// An interruption meets the next put before it is sent.
    void interrupt() {
      faults.add(
          (_, _, _) -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
          });
    }

    private static void failWhenInterrupted() {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted");
      }
    }

    @Override
    public Optional<Entry> get(EntryKey key) {
      failWhenInterrupted();
      return entries.get(key);
    }

    @Override
    public Putting put(EntryKey key, long expected, JsonNode value, Optional<Instant> expiresAt) {
      failWhenInterrupted();
      var fault = faults.poll();
      return fault == null
          ? entries.put(key, expected, value, expiresAt)
          : fault.put(key, expected, value);
    }

    @Override
    public boolean remove(EntryKey key, long expected) {
      return entries.remove(key, expected);
    }

    @Override
    public List<Entry> list(EntryKind kind, String owner, Optional<String> after, int limit) {
      return entries.list(kind, owner, after, limit);
    }
  }

  @AfterEach
  void clear_the_interruption() {
    var _ = Thread.interrupted();
  }

  private Optional<Permit> take(Permits from, Limits limits) {
    try {
      return switch (from.take(SHOP, limits, Duration.ZERO, clock.now().plusSeconds(50))) {
        case Taking.Taken(var permit) -> Optional.of(permit);
        case Taking.Busy _ -> Optional.empty();
      };
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Permit taken(Permits from, Limits limits) {
    return take(from, limits).orElseThrow();
  }

  private JsonNode holders() {
    return entries.entries.get(KEY).orElseThrow().value().path("holders");
  }

  @Test
  void what_was_given_back_is_not_used_again() {
    var permit = taken(worker, ONE_AT_ONCE);
    entries.loseAnswer();
    permit.close();
    clock.advance(Duration.ofMillis(20));

    assertThat(take(other, ONE_AT_ONCE)).isPresent();
    assertThat(take(worker, ONE_AT_ONCE)).isEmpty();
    clock.advance(SOON);
    assertThat(take(worker, ONE_AT_ONCE)).isEmpty();
  }

  @Test
  void what_was_not_given_back_is_free_with_the_next_exchange() {
    var permit = taken(worker, ONE_AT_ONCE);
    var _ = entries.delay();
    permit.close();

    assertThat(take(worker, ONE_AT_ONCE)).isEmpty();
    clock.advance(SOON);
    assertThat(take(other, ONE_AT_ONCE)).isPresent();
  }

  @Test
  void what_was_lent_unknown_to_the_worker_is_free_soon() {
    entries.loseAnswer();

    assertThat(take(worker, ONE_AT_ONCE)).isEmpty();
    assertThat(holders()).isEmpty();
    clock.advance(SOON);
    assertThat(take(other, ONE_AT_ONCE)).isPresent();
  }

  @Test
  void a_worker_that_goes_on_asking_does_not_renew_what_it_does_not_know_of() {
    // Neither what it is lent nor what it says when it gives up gets an answer.
    entries.loseAnswer();
    var _ = entries.delay();
    assertThat(take(worker, ONE_AT_ONCE)).isEmpty();
    assertThat(holders()).hasSize(1);

    assertThat(take(worker, ONE_AT_ONCE)).isEmpty();
    clock.advance(Duration.ofMillis(500));
    assertThat(take(worker, ONE_AT_ONCE)).isEmpty();
    clock.advance(SOON);
    assertThat(take(other, ONE_AT_ONCE)).isPresent();
    assertThat(take(worker, ONE_AT_ONCE)).isEmpty();
  }

  @Test
  void requests_under_way_keep_their_slots() {
    var limits = concurrent(3);
    var first = taken(worker, limits);
    var _ = taken(worker, limits);
    entries.loseAnswer();
    first.close();
    clock.advance(SOON);

    assertThat(take(worker, limits)).isPresent();
    assertThat(take(other, limits)).isPresent();
    clock.advance(SOON);
    assertThat(take(other, limits)).isEmpty();
    assertThat(take(worker, limits)).isEmpty();
  }

  @Test
  void a_put_that_arrives_late_lends_nothing() {
    taken(worker, ONE_AT_ONCE).close();
    clock.advance(SOON);
    var late = entries.delay();
    assertThat(take(worker, ONE_AT_ONCE)).isEmpty();

    late.run();

    assertThat(holders()).isEmpty();
    assertThat(take(other, ONE_AT_ONCE)).isPresent();
  }

  @Test
  void a_put_that_is_repeated_after_another_one_gives_back_once() {
    var limits = concurrent(3);
    var first = taken(worker, limits);
    var _ = taken(worker, limits);
    var _ = taken(worker, limits);
    entries.repeat(() -> assertThat(take(other, limits)).isEmpty());

    first.close();

    clock.advance(SOON);
    assertThat(take(other, limits)).isPresent();
    assertThat(take(other, limits)).isEmpty();
    assertThat(take(worker, limits)).isEmpty();
  }

  @Test
  void a_put_that_is_repeated_after_another_one_lends_once() {
    entries.repeat(() -> assertThat(take(other, concurrent(2))).isPresent());

    assertThat(take(worker, concurrent(2))).isEmpty();

    clock.advance(SOON);
    assertThat(take(worker, concurrent(2))).isPresent();
    assertThat(take(other, concurrent(2))).isEmpty();
  }

  /// The attempt of a cancelled task is interrupted, and its process may be frozen right after.
  @Test
  void a_request_that_was_interrupted_gives_its_slot_back() {
    var permit = taken(worker, ONE_AT_ONCE);
    Thread.currentThread().interrupt();

    permit.close();

    assertThat(Thread.interrupted()).isTrue();
    clock.advance(Duration.ofMillis(20));
    assertThat(take(other, ONE_AT_ONCE)).isPresent();
  }

  @Test
  void an_interruption_while_a_slot_is_given_back_does_not_keep_it() {
    var permit = taken(worker, ONE_AT_ONCE);
    entries.interrupt();

    permit.close();

    assertThat(Thread.interrupted()).isTrue();
    clock.advance(SOON);
    assertThat(take(other, ONE_AT_ONCE)).isPresent();
  }
}
