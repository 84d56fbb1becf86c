package dev.millrace.aws.dynamodb;

import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.text.JsonText;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An entry in the table of DAGs, under a partition that no DAG can have: `#connection -`.
///
/// @param value the entry's value as JSON, in clear
record EntryItem(
    String partition, String sk, long revision, String value, @Nullable Long expiresAt) {
  static final String REVISION = "revision";

  static final Shape.Mapping<EntryItem> SHAPE =
      Shape.of(
              EntryItem.class,
              draft ->
                  new EntryItem(
                      draft.text(Tables.DAG),
                      draft.text(Tables.SK),
                      draft.number(REVISION),
                      draft.text("value"),
                      draft.optional(Tables.EXPIRES_AT, Long.class).orElse(null)))
          .text(Tables.DAG, EntryItem::partition)
          .text(Tables.SK, EntryItem::sk)
          .number(REVISION, EntryItem::revision)
          .text("value", EntryItem::value)
          .number(Tables.EXPIRES_AT, EntryItem::expiresAt)
          .build();

  static String partition(EntryKind kind, String owner) {
    return "#" + kind.word() + " " + owner;
  }

  static EntryItem of(EntryKey key, long revision, String value, Optional<Instant> expiresAt) {
    return new EntryItem(
        partition(key.kind(), key.owner()),
        key.name(),
        revision,
        value,
        expiresAt.map(Instant::getEpochSecond).orElse(null));
  }

  Entry entry(EntryKind kind, String owner) {
    return new Entry(new EntryKey(kind, owner, sk), revision, JsonText.read(value));
  }
}
