package dev.millrace.engine.backfill;

import dev.millrace.core.RunStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where a backfill stands. Each tick of its range is in exactly one place: `left`, `taken`,
/// `existing`, `refused` or `ended`.
///
/// @param reached the last tick that was taken
/// @param left ticks not taken yet, or that never will be because it was cancelled
/// @param taken ticks whose runs are open, or on their way
/// @param existing ticks that had a run before, which stays as it is
/// @param refused ticks whose runs could not be opened again
/// @param ended how many runs ended how
/// @param endedAt when nothing was left to do; from then on nothing changes
public record Backfill(
    Asked asked,
    Status status,
    Optional<Instant> reached,
    int left,
    SortedMap<Instant, Taken> taken,
    int existing,
    int refused,
    Map<RunStatus, Integer> ended,
    Optional<Instant> endedAt) {
  /// Whether it goes on.
  public enum Status {
    /// Ticks become runs.
    RUNNING,
    /// Runs that are open go on; no tick is taken.
    PAUSED,
    /// No tick will be taken any more.
    CANCELLED,
    /// All ticks had their turn, and all runs have ended.
    DONE
  }

  /// Copies the maps.
  public Backfill {
    taken = Collections.unmodifiableSortedMap(new TreeMap<>(taken));
    ended = Collections.unmodifiableMap(new TreeMap<>(ended));
  }

  static Backfill fresh(Asked asked) {
    return new Backfill(
        asked,
        Status.RUNNING,
        Optional.empty(),
        asked.ticks(),
        new TreeMap<>(),
        0,
        0,
        Map.of(),
        Optional.empty());
  }

  /// The id.
  public BackfillId id() {
    return asked.id();
  }

  /// How many ticks may be taken now.
  int room() {
    return switch (status) {
      case RUNNING -> Math.min(left, asked.concurrency() - taken.size());
      case PAUSED, CANCELLED, DONE -> 0;
    };
  }

  /// Whether nothing is left to do.
  boolean isExhausted() {
    return taken.isEmpty() && (left == 0 || status == Status.CANCELLED);
  }

  Backfill in(Status other) {
    return new Backfill(asked, other, reached, left, taken, existing, refused, ended, endedAt);
  }

  Backfill endedAt(Instant at) {
    var last = status == Status.CANCELLED ? status : Status.DONE;
    return new Backfill(
        asked, last, reached, left, taken, existing, refused, ended, Optional.of(at));
  }

  Backfill take(Instant tick, Taken how) {
    var more = new TreeMap<>(taken);
    more.put(tick, how);
    return new Backfill(
        asked, status, Optional.of(tick), left - 1, more, existing, refused, ended, endedAt);
  }

  /// Passes over a tick that has a run.
  Backfill pass(Instant tick) {
    return new Backfill(
        asked, status, Optional.of(tick), left - 1, taken, existing + 1, refused, ended, endedAt);
  }

  /// There are fewer ticks than were counted: rules of time zones have changed meanwhile.
  Backfill withoutMore() {
    return new Backfill(asked, status, reached, 0, taken, existing, refused, ended, endedAt);
  }

  /// What became of a tick; nothing changes for one that is not taken (any more), so that it may be
  /// told twice.
  Backfill with(Instant tick, Fate fate) {
    if (!taken.containsKey(tick)) {
      return this;
    }
    var rest = new TreeMap<>(taken);
    rest.remove(tick);
    return switch (fate) {
      case Fate.Opened _ -> {
        rest.put(tick, new Taken.Open());
        yield of(left, rest, existing, refused, ended);
      }
      case Fate.Ended(var how) -> {
        var counts = new TreeMap<>(ended);
        counts.merge(how, 1, Integer::sum);
        yield of(left, rest, existing, refused, counts);
      }
      case Fate.Existed _ -> of(left, rest, existing + 1, refused, ended);
      case Fate.Refused _ -> of(left, rest, existing, refused + 1, ended);
      case Fate.Dropped _ -> of(left + 1, rest, existing, refused, ended);
    };
  }

  private Backfill of(
      int remaining,
      SortedMap<Instant, Taken> open,
      int there,
      int wrong,
      Map<RunStatus, Integer> counts) {
    return new Backfill(asked, status, reached, remaining, open, there, wrong, counts, endedAt);
  }
}
