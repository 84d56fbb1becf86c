package dev.millrace.engine.backfill;

import dev.millrace.core.DagName;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Keeps backfills, an entry each: those that go on under one owner, where reconcile finds them,
/// and those that have ended under an owner for each DAG, where nobody looks for work and the
/// newest comes first.
final class BackfillStore {
  // Is no name of a DAG.
  private static final String ENDED = "ended.";

  // Those of ids in the opposite order.
  private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /// How long one that has ended can still be shown.
  private static final Duration ENDED_KEPT = Duration.ofDays(90);

  /// Entries that are read at once of those that go on, which may be of other DAGs.
  private static final int OPEN_LISTED = 50;

  private final EntryStore entries;

  BackfillStore(EntryStore entries) {
    this.entries = entries;
  }

  /// @param revision that must be there when it is changed
  record Standing(long revision, Backfill backfill) {}

  /// One that goes on.
  Optional<Standing> open(BackfillId id) {
    return entries
        .get(key(EntryKey.ALL, id))
        .map(entry -> new Standing(entry.revision(), BackfillFormat.read(entry.value())));
  }

  Optional<Backfill> find(BackfillId id) {
    // In this order: one that ends meanwhile is put there before it is removed here.
    return entries
        .get(key(EntryKey.ALL, id))
        .or(() -> entries.get(endedKey(id)))
        .map(Entry::value)
        .map(BackfillFormat::read);
  }

  /// Writes where one stands.
  ///
  /// @param revision that was seen
  /// @return whether it was written; it was not when somebody else has written it
  boolean put(long revision, Backfill backfill) {
    var key = key(EntryKey.ALL, backfill.id());
    return switch (entries.put(key, revision, BackfillFormat.write(backfill), Optional.empty())) {
      case EntryStore.Putting.Stored _ -> true;
      case EntryStore.Putting.Refused _ -> false;
    };
  }

  /// Puts one that has ended, and so does not change any more, where those stand. Again does no
  /// harm.
  void retire(Standing ended) {
    var backfill = ended.backfill();
    var expires = backfill.endedAt().map(at -> at.plus(ENDED_KEPT));
    // Refused: it stands there already.
    var _ =
        entries.put(
            endedKey(backfill.id()), EntryStore.NONE, BackfillFormat.write(backfill), expires);
    entries.remove(key(EntryKey.ALL, backfill.id()), ended.revision());
  }

  /// All that go on.
  List<BackfillId> all() {
    var all = new ArrayList<BackfillId>();
    var after = Optional.<String>empty();
    while (true) {
      var page = entries.list(EntryKind.BACKFILL, EntryKey.ALL, after, EntryStore.LISTED_MAX);
      page.forEach(entry -> all.add(new BackfillId(entry.key().name())));
      if (page.size() < EntryStore.LISTED_MAX) {
        return all;
      }
      after = Optional.of(page.getLast().key().name());
    }
  }

  /// Those of a DAG, the newest first.
  ///
  /// @param before only those that are older than this one
  List<Backfill> newest(DagName dag, Optional<BackfillId> before, int limit) {
    // In this order: one that ends meanwhile is put there before it is removed here.
    var found = new TreeMap<String, Backfill>(Comparator.reverseOrder());
    for (var each : open(dag)) {
      found.put(each.id().ulid(), each);
    }
    var after = before.map(id -> reversed(id.ulid()));
    for (var entry : entries.list(EntryKind.BACKFILL, ENDED + dag, after, limit)) {
      var ended = BackfillFormat.read(entry.value());
      found.put(ended.id().ulid(), ended);
    }
    return found.entrySet().stream()
        .filter(each -> before.filter(id -> each.getKey().compareTo(id.ulid()) >= 0).isEmpty())
        .limit(limit)
        .map(Map.Entry::getValue)
        .toList();
  }

  /// Few: each holds runs open.
  private List<Backfill> open(DagName dag) {
    var prefix = dag + ".";
    var open = new ArrayList<Backfill>();
    var after = Optional.of(prefix);
    while (true) {
      var page = entries.list(EntryKind.BACKFILL, EntryKey.ALL, after, OPEN_LISTED);
      for (var entry : page) {
        if (!entry.key().name().startsWith(prefix)) {
          return open;
        }
        open.add(BackfillFormat.read(entry.value()));
      }
      if (page.size() < OPEN_LISTED) {
        return open;
      }
      after = Optional.of(page.getLast().key().name());
    }
  }

  private static String reversed(String ulid) {
    var name = new StringBuilder(ulid.length());
    ulid.chars()
        .map(digit -> DIGITS.length() - 1 - DIGITS.indexOf(digit))
        .forEach(digit -> name.append(DIGITS.charAt(digit)));
    return name.toString();
  }

  private static EntryKey endedKey(BackfillId id) {
    return new EntryKey(EntryKind.BACKFILL, ENDED + id.dag(), reversed(id.ulid()));
  }

  private static EntryKey key(String owner, BackfillId id) {
    return new EntryKey(EntryKind.BACKFILL, owner, id.text());
  }
}
