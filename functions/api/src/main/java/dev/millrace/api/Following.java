package dev.millrace.api;

import dev.millrace.core.RunId;
import java.util.OptionalLong;

/// How a host lets callers follow a run. A host that can keep a connection tells what happens while
/// it happens; one that cannot tells what happened since the caller asked last.
@FunctionalInterface
public interface Following {
  /// The events of a run that exists.
  ///
  /// @param seen id of the last event that the caller has seen, if it says one
  /// @throws RefusedException when there are too many who follow
  EventWriter follow(RunId run, OptionalLong seen);
}
