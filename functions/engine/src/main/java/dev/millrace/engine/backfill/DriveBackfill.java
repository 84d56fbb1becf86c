package dev.millrace.engine.backfill;

import dev.millrace.engine.Clock;
import dev.millrace.engine.Invocation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// Moves a backfill on as far as it goes now. First the entry says which ticks are taken, on the
/// condition that nobody else has changed it; then their runs are started; then it says that they
/// are open. Whoever comes after a crash between any two of these does the rest: runs have the ids
/// of their ticks.
final class DriveBackfill {
  /// Times that the entry is read again because somebody else wrote it.
  private static final int TRIES_MAX = 200;

  /// How long one call goes on; reconcile does the rest.
  private static final Duration WORK_MAX = Duration.ofSeconds(5);

  /// A run may end within the call that starts it and tell so from there: that call goes on by
  /// itself, or calls would nest as deep as there are ticks.
  private static final ScopedValue<BackfillId> DRIVEN = ScopedValue.newInstance();

  private final BackfillStore store;
  private final BackfillRuns runs;
  private final Clock clock;

  DriveBackfill(BackfillStore store, BackfillRuns runs, Clock clock) {
    this.store = store;
    this.runs = runs;
    this.clock = clock;
  }

  void drive(BackfillId id, Invocation invocation) {
    if (!DRIVEN.isBound()) {
      ScopedValue.where(DRIVEN, id).run(() -> driveOn(id, invocation));
    }
  }

  private void driveOn(BackfillId id, Invocation invocation) {
    var until = clock.now().plus(WORK_MAX);
    var contended = 0;
    while (contended < TRIES_MAX) {
      var standing = store.open(id);
      if (standing.isEmpty()) {
        return;
      }
      var before = standing.get().backfill();
      if (before.endedAt().isPresent()) {
        store.retire(standing.get());
        return;
      }
      var after = next(before);
      if (!after.equals(before) && !store.put(standing.get().revision(), after)) {
        contended++;
        continue;
      }
      if (after.status() == Backfill.Status.CANCELLED && !after.taken().isEmpty()) {
        if (!record(after.asked(), cancelled(after, invocation), invocation)) {
          return; // what has begun goes on, and tells when it ends
        }
      } else if (after.endedAt().isEmpty()) {
        var fates = begun(after, invocation);
        record(after.asked(), fates, invocation);
        if (fates.isEmpty() && after.equals(before)) {
          return;
        }
      }
      if (!clock.now().isBefore(until) && after.endedAt().isEmpty()) {
        return;
      }
    }
    throw contended(id);
  }

  private Backfill next(Backfill before) {
    var after = runs.taking(before);
    return after.isExhausted() ? after.endedAt(clock.now()) : after;
  }

  private Map<Instant, Fate> begun(Backfill backfill, Invocation invocation) {
    var fates = new TreeMap<Instant, Fate>();
    backfill
        .taken()
        .forEach(
            (tick, how) -> {
              if (!(how instanceof Taken.Open)) {
                fates.put(tick, runs.begin(backfill.asked(), tick, how, invocation));
              }
            });
    return fates;
  }

  private Map<Instant, Fate> cancelled(Backfill backfill, Invocation invocation) {
    var fates = new TreeMap<Instant, Fate>();
    for (var tick : backfill.taken().keySet()) {
      fates.put(tick, runs.cancelWaiting(backfill.asked(), tick, invocation));
    }
    return fates;
  }

  /// Writes what became of ticks.
  ///
  /// @return whether anything was new
  boolean record(Asked asked, Map<Instant, Fate> fates, Invocation invocation) {
    if (fates.isEmpty()) {
      return false;
    }
    for (var tried = 0; tried < TRIES_MAX; tried++) {
      var standing = store.open(asked.id());
      if (standing.isEmpty()) {
        cancelLate(asked, fates, invocation);
        return false;
      }
      var after = standing.get().backfill();
      for (var each : fates.entrySet()) {
        after = after.with(each.getKey(), each.getValue());
      }
      if (after.equals(standing.get().backfill())) {
        cancelLate(after, fates, invocation);
        return false;
      }
      if (store.put(standing.get().revision(), after)) {
        cancelLate(after, fates, invocation);
        return true;
      }
    }
    throw contended(asked.id());
  }

  /// Runs that were started because this call had seen the entry before the backfill was cancelled:
  /// nobody else knows of them.
  private void cancelLate(Backfill standing, Map<Instant, Fate> fates, Invocation invocation) {
    if (standing.status() == Backfill.Status.CANCELLED) {
      var late = new TreeMap<>(fates);
      late.keySet().removeAll(standing.taken().keySet());
      cancelLate(standing.asked(), late, invocation);
    }
  }

  private void cancelLate(Asked asked, Map<Instant, Fate> fates, Invocation invocation) {
    fates.forEach(
        (tick, fate) -> {
          if (fate instanceof Fate.Opened) {
            runs.cancelLate(asked, tick, invocation);
          }
        });
  }

  static IllegalStateException contended(BackfillId id) {
    return new IllegalStateException(
        "backfill " + id + " is written too often; reconcile goes on with it");
  }
}
