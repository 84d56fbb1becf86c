package dev.millrace.engine.schedule;

import dev.millrace.core.DagName;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Keeps the state of schedules, an entry a DAG. All stand under one owner, so that whoever starts
/// finds what is due without reading a single DAG.
final class ScheduleStore {
  private final EntryStore entries;

  ScheduleStore(EntryStore entries) {
    this.entries = entries;
  }

  /// @param revision that must be there when it is changed
  record Standing(long revision, DagSchedules schedules) {}

  /// A DAG and when it must be looked at.
  record Next(DagName dag, Instant at) {}

  Optional<Standing> find(DagName dag) {
    return entries.get(key(dag)).map(ScheduleStore::standing);
  }

  private static Standing standing(Entry entry) {
    return new Standing(entry.revision(), ScheduleFormat.read(entry.value()));
  }

  /// Writes how the schedules of a DAG stand.
  ///
  /// @return its revision, when it was written; it was not when somebody else has written it
  OptionalLong put(DagName dag, long revision, DagSchedules schedules) {
    var value = ScheduleFormat.write(schedules);
    return switch (entries.put(key(dag), revision, value, Optional.empty())) {
      case EntryStore.Putting.Stored(var entry) -> OptionalLong.of(entry.revision());
      case EntryStore.Putting.Refused _ -> OptionalLong.empty();
    };
  }

  /// All DAGs that must be looked at some time.
  List<Next> all() {
    var all = new ArrayList<Next>();
    var after = Optional.<String>empty();
    while (true) {
      var page = entries.list(EntryKind.SCHEDULE, EntryKey.ALL, after, EntryStore.LISTED_MAX);
      for (var entry : page) {
        var next = entry.value().path("next").textValue();
        if (next != null) {
          all.add(new Next(new DagName(entry.key().name()), Instant.parse(next)));
        }
      }
      if (page.size() < EntryStore.LISTED_MAX) {
        return all;
      }
      after = Optional.of(page.getLast().key().name());
    }
  }

  private static EntryKey key(DagName dag) {
    return new EntryKey(EntryKind.SCHEDULE, EntryKey.ALL, dag.text());
  }
}
