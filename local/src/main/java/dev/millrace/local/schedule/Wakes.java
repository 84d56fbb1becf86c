package dev.millrace.local.schedule;

import dev.millrace.core.DagName;
import dev.millrace.core.schedule.Schedule;
import dev.millrace.core.schedule.ScheduleName;
import dev.millrace.engine.schedule.Schedules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The wakes that are to come, at most one a schedule, the next one first. In memory only: the
/// engine's state says what is due when the host starts again. Safe for any number of threads.
final class Wakes implements Schedules {
  private final TreeSet<Wake> coming =
      new TreeSet<>(
          Comparator.comparing(Wake::at)
              .thenComparing(wake -> wake.dag().text())
              .thenComparing(Wake::schedule));
  private final Map<DagName, Map<String, Wake>> byDag = new HashMap<>();
  private final Runnable sooner;

  /// Somebody is to be woken.
  ///
  /// @param tick for which; empty: whatever is due
  record Wake(DagName dag, String schedule, Optional<Instant> tick, Instant at) {}

  /// @param sooner is told when the next wake comes sooner than before
  Wakes(Runnable sooner) {
    this.sooner = sooner;
  }

  @Override
  public synchronized void keep(DagName dag, List<Schedule> schedules, List<String> others) {
    others.forEach(name -> remove(dag, name));
  }

  @Override
  public void wake(DagName dag, Schedule schedule, Instant tick, Instant at) {
    add(new Wake(dag, nameOf(schedule), Optional.of(tick), at));
  }

  /// Adds a wake in the place of the one that its schedule has.
  void add(Wake wake) {
    boolean isFirst;
    synchronized (this) {
      remove(wake.dag(), wake.schedule());
      byDag.computeIfAbsent(wake.dag(), _ -> new HashMap<>()).put(wake.schedule(), wake);
      coming.add(wake);
      isFirst = coming.first().equals(wake);
    }
    if (isFirst) {
      sooner.run();
    }
  }

  private void remove(DagName dag, String schedule) {
    var ofDag = byDag.get(dag);
    var removed = ofDag == null ? null : ofDag.remove(schedule);
    if (removed != null) {
      coming.remove(removed);
    }
    if (ofDag != null && ofDag.isEmpty()) {
      byDag.remove(dag);
    }
  }

  /// Takes the wakes that are due.
  synchronized List<Wake> due(Instant now) {
    var due = new ArrayList<Wake>();
    while (!coming.isEmpty() && !coming.first().at().isAfter(now)) {
      var wake = coming.first();
      remove(wake.dag(), wake.schedule());
      due.add(wake);
    }
    return due;
  }

  /// When the next wake is due.
  synchronized Optional<Instant> next() {
    return coming.isEmpty() ? Optional.empty() : Optional.of(coming.first().at());
  }

  private static String nameOf(Schedule schedule) {
    return schedule.name().map(ScheduleName::text).orElse("");
  }
}
