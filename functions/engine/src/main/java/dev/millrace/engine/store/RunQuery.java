package dev.millrace.engine.store;

import dev.millrace.core.DagName;
import dev.millrace.core.RunStatus;
import java.time.Instant;
import java.util.Optional;

/// Which runs to list, newest first.
///
/// @param from runs started at or after
/// @param to runs started before
/// @param limit 1 to [#LIMIT_MAX]
/// @param cursor where the page before ended, as it said
public record RunQuery(
    Optional<DagName> dag,
    Optional<RunStatus> status,
    Optional<Instant> from,
    Optional<Instant> to,
    int limit,
    Optional<String> cursor) {
  /// Most runs of one page.
  public static final int LIMIT_MAX = 1000;
}
