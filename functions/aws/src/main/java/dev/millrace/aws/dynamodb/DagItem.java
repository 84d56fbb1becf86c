package dev.millrace.aws.dynamodb;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// LATEST: which version of a DAG is the latest, and whether the DAG was removed. It stays after
/// that, so that the numbers of versions go on.
///
/// @param listed [#LISTED] unless the DAG was removed: the key of the index of DAGs
record DagItem(String dag, String sk, long version, String digest, @Nullable String listed) {
  static final String LATEST = "LATEST";
  static final String LISTED = "yes";

  static final Shape.Mapping<DagItem> SHAPE =
      Shape.of(
              DagItem.class,
              draft ->
                  new DagItem(
                      draft.text(Tables.DAG),
                      draft.text(Tables.SK),
                      draft.number("version"),
                      draft.text("digest"),
                      draft.optional(Tables.LISTED, String.class).orElse(null)))
          .text(Tables.DAG, DagItem::dag)
          .text(Tables.SK, DagItem::sk)
          .number("version", DagItem::version)
          .text("digest", DagItem::digest)
          .text(Tables.LISTED, DagItem::listed)
          .build();

  static Optional<DagItem> read(Optional<Map<String, AttributeValue>> item) {
    return item.map(SHAPE::read);
  }

  boolean isListed() {
    return listed != null;
  }

  int number() {
    return Math.toIntExact(version);
  }
}
