package dev.millrace.testkit.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What became of one seed.
///
/// @param steps things that happened in its world
/// @param repairs what reconcile had to mend
/// @param history what happened, when it was to be kept
public record SeedResult(
    long seed,
    Optional<Violation> violation,
    long steps,
    int repairs,
    Duration virtualTime,
    Coverage coverage,
    List<String> history) {
  /// Copies the list.
  public SeedResult {
    history = List.copyOf(history);
  }
}
