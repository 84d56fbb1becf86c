package dev.millrace.engine;

import dev.millrace.core.AssignmentId;
import dev.millrace.engine.store.RunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What became of advancing a run.
sealed interface Advanced {
  /// The events are applied (or were before).
  ///
  /// @param record the run as it stands now, as far as this invocation knows
  /// @param held assignments that this invocation keeps and must execute
  /// @param waitUntil a due instant that this invocation must wait out itself
  record Done(RunRecord record, List<AssignmentId> held, Optional<Instant> waitUntil)
      implements Advanced {
    /// Copies the list.
    public Done {
      held = List.copyOf(held);
    }
  }

  /// Others write the run at the same time; the events were not applied and must go through the
  /// results queue. What an earlier write of this invocation left it to execute is in `held`.
  record Contended(RunRecord record, List<AssignmentId> held) implements Advanced {
    /// Copies the list.
    public Contended {
      held = List.copyOf(held);
    }
  }

  /// There is no such run any more.
  record Gone() implements Advanced {}
}
