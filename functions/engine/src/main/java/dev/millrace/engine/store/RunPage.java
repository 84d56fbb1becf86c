package dev.millrace.engine.store;

import java.util.List;
import java.util.Optional;

/// A page of runs.
///
/// @param next the cursor of the next page; empty when this is the last
public record RunPage(List<RunRecord> runs, Optional<String> next) {
  /// Copies the list.
  public RunPage {
    runs = List.copyOf(runs);
  }
}
