package dev.millrace.engine.backfill;

import dev.millrace.core.DagName;
import java.util.regex.Pattern;

/// The id of a backfill: `dag.ULID`.
public record BackfillId(String text) {
  private static final Pattern SHAPE =
      Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,79}\\.[0-9A-Z]{26}");

  /// @throws IllegalArgumentException when the text has not the shape of such an id
  public BackfillId {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not the id of a backfill: " + text);
    }
  }

  /// Whether a text can be the id of a backfill.
  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  static BackfillId of(DagName dag, String ulid) {
    return new BackfillId(dag.text() + "." + ulid);
  }

  /// What tells it from others of its DAG; of two, that of the later one sorts behind.
  String ulid() {
    return text.substring(text.indexOf('.') + 1);
  }

  /// The DAG whose ticks become runs.
  public DagName dag() {
    return new DagName(text.substring(0, text.indexOf('.')));
  }

  @Override
  public String toString() {
    return text;
  }
}
