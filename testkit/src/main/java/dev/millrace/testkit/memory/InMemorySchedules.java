package dev.millrace.testkit.memory;

import dev.millrace.core.DagName;
import dev.millrace.core.schedule.Schedule;
import dev.millrace.core.schedule.ScheduleName;
import dev.millrace.engine.schedule.Schedules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Schedules that wake when somebody asks what is due, for a host whose time is virtual. Safe for
/// any number of threads.
public final class InMemorySchedules implements Schedules {
  private final Map<DagName, Set<String>> kept = new HashMap<>();
  private final Map<Key, Wake> wakes = new HashMap<>();

  private record Key(DagName dag, String schedule) {}

  /// Somebody is to be woken.
  public record Wake(DagName dag, Instant tick, Instant at) {}

  @Override
  public synchronized void keep(DagName dag, List<Schedule> schedules, List<String> others) {
    var names = new HashSet<String>();
    schedules.forEach(schedule -> names.add(nameOf(schedule)));
    kept.put(dag, names);
    wakes.keySet().removeIf(key -> key.dag().equals(dag) && !names.contains(key.schedule()));
  }

  @Override
  public synchronized void wake(DagName dag, Schedule schedule, Instant tick, Instant at) {
    if (kept.getOrDefault(dag, Set.of()).contains(nameOf(schedule))) {
      wakes.put(new Key(dag, nameOf(schedule)), new Wake(dag, tick, at));
    }
  }

  private static String nameOf(Schedule schedule) {
    return schedule.name().map(ScheduleName::text).orElse("");
  }

  /// Takes the wakes that are due.
  public synchronized List<Wake> due(Instant now) {
    var due = new ArrayList<Wake>();
    wakes.values().removeIf(wake -> !wake.at().isAfter(now) && due.add(wake));
    due.sort((one, other) -> one.at().compareTo(other.at()));
    return due;
  }

  /// When the next wake is due.
  public synchronized Optional<Instant> next() {
    return wakes.values().stream().map(Wake::at).min(Instant::compareTo);
  }
}
