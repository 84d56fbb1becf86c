package dev.millrace.engine.action;

import dev.millrace.engine.kind.Execution;
import java.time.Instant;

/// An action that is over.
public record Finished(ActionCall call, Ending ending, Instant startedAt, Instant endedAt) {
  /// How it ended.
  public sealed interface Ending {
    /// The kind said what became of it.
    record Returned(Execution execution) implements Ending {}

    /// It was interrupted at its deadline.
    record TimedOut() implements Ending {}

    /// It was interrupted because its run was stopped.
    record Stopped() implements Ending {}

    /// The kind's code threw.
    record Crashed(RuntimeException fault) implements Ending {}
  }
}
