package dev.millrace.engine.limit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.Clock;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryStore;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// How one worker talks to the entry of a limit: it reads the ledger, changes it, and puts it back
/// if nobody else has changed it meanwhile.
final class Borrowing {
  /// What is lent lasts so much longer than it must, so that requests that follow need not ask for
  /// more time.
  private static final long SPARE_MILLIS = 30_000;

  /// Each lost race means that another worker has changed the entry.
  private static final int RACES_MAX = 1_000;

  private final EntryKey key;
  private final String holder;
  private final boolean isAlone;
  private final EntryStore entries;
  private final Clock clock;

  /// A worker's part of a limit as it knows it, which is less than the ledger says when an answer
  /// got lost.
  ///
  /// @param kept how many units of each kind it goes on to hold
  /// @param unused what it gives back
  /// @param isAnswered whether the answer to its last exchange came; true when there was none yet
  record Part(Map<Unit, Integer> kept, Map<Unit, Units> unused, boolean isAnswered) {
    Part {
      kept = Map.copyOf(kept);
      unused = Map.copyOf(unused);
    }
  }

  /// What came of asking for units.
  ///
  /// @param heldUntil until when all that the worker has may be used; 0 when it has nothing
  /// @param hadLost whether what it held before is no longer its own
  /// @param next when a free unit becomes usable
  record Borrowed(Map<Unit, Units> units, long heldUntil, boolean hadLost, long next) {
    static final Borrowed NOTHING = new Borrowed(Map.of(), 0, false, Long.MAX_VALUE);

    boolean isEmpty() {
      return units.values().stream().allMatch(lent -> lent.count() == 0);
    }
  }

  /// A change of a ledger.
  ///
  /// @param <T> what it gives
  private record Change<T>(T given, boolean isToBePut) {}

  /// @param isAlone whether all other holders are former starts of this host, and so dead
  Borrowing(EntryKey key, String holder, boolean isAlone, EntryStore entries, Clock clock) {
    this.key = key;
    this.holder = holder;
    this.isAlone = isAlone;
    this.entries = entries;
    this.clock = clock;
  }

  /// Gives back what the worker does not use, and takes as many units of each kind as are free, up
  /// to the wanted number. When it throws, nobody knows whether that was done: then the worker
  /// holds what it kept, and no more.
  ///
  /// @param until when the requests that want them are over at the latest
  Borrowed exchange(Limits limits, Part part, int wanted, long until) {
    return change(
        ledger -> {
          var now = now();
          var hadDead = ledger.settle(limits, now, name -> isAlone && !name.equals(holder));
          var before = ledger.heldUntil(holder);
          var unitsBefore = ledger.unitsOf(holder);
          var hadLost = !ledger.giveBack(holder, part.kept(), part.unused(), now);
          var lent = ledger.lend(holder, limits, wanted, extended(before, until), now);
          var borrowed =
              new Borrowed(lent, ledger.heldUntil(holder), hadLost, ledger.firstAfter(now));
          // After a lost answer in any case: a put that is still under way is refused from then on.
          var isChanged =
              hadDead
                  || !part.isAnswered()
                  || !borrowed.isEmpty()
                  || borrowed.heldUntil() != before
                  || !ledger.unitsOf(holder).equals(unitsBefore);
          return new Change<>(borrowed, isChanged);
        });
  }

  private static long extended(long before, long until) {
    return until > before ? until + SPARE_MILLIS : before;
  }

  /// An instant at which a request that did not get its turn comes back, in milliseconds since
  /// 1970.
  long book(Limits limits) {
    return change(ledger -> new Change<>(ledger.book(limits, now()), true));
  }

  private long now() {
    return clock.now().toEpochMilli();
  }

  private <T> T change(Function<Ledger, Change<T>> changing) {
    for (var race = 0; race < RACES_MAX; race++) {
      var standing = entries.get(key);
      var ledger = Ledger.read(standing.map(Entry::value));
      var change = changing.apply(ledger);
      if (!change.isToBePut() || isPut(standing, ledger.write())) {
        return change.given();
      }
    }
    throw new IllegalStateException(
        "%s: changed %d times by others while it was to be changed".formatted(key, RACES_MAX));
  }

  private boolean isPut(Optional<Entry> standing, JsonNode value) {
    var revision = standing.map(Entry::revision).orElse(EntryStore.NONE);
    return switch (entries.put(key, revision, value, Optional.empty())) {
      case EntryStore.Putting.Stored _ -> true;
      case EntryStore.Putting.Refused _ -> false;
    };
  }

  @Override
  public String toString() {
    return key.name();
  }
}
