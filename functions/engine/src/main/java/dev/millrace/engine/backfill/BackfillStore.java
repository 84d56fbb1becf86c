package dev.millrace.engine.backfill;

import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps backfills, an entry each: those that go on under one owner, where reconcile finds them,
/// and those that have ended under another, where nobody looks for work.
final class BackfillStore {
  private static final String ENDED = "ended";

  /// How long one that has ended can still be shown.
  private static final Duration ENDED_KEPT = Duration.ofDays(90);

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
        .or(() -> entries.get(key(ENDED, id)))
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
            key(ENDED, backfill.id()), EntryStore.NONE, BackfillFormat.write(backfill), expires);
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

  private static EntryKey key(String owner, BackfillId id) {
    return new EntryKey(EntryKind.BACKFILL, owner, id.text());
  }
}
