package dev.millrace.engine.backfill;

import java.util.List;
import java.util.Optional;

/// A page of the backfills of a DAG, newest first.
///
/// @param next where the next page begins; empty: this is the last
public record BackfillPage(List<Backfill> backfills, Optional<String> next) {
  /// Copies the list.
  public BackfillPage {
    backfills = List.copyOf(backfills);
  }
}
