package dev.millrace.engine.queue;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.RunId;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import java.time.Instant;
import java.util.List;

/// A message of a dispatch queue. Messages carry no payloads.
public sealed interface DispatchMessage {
  /// Version of the messages' form that this code writes; it reads this one and the one before.
  int FORMAT = 1;

  /// The run that it is about.
  RunId run();

  /// An assignment for whoever claims it.
  ///
  /// @param version of the DAG
  /// @param epoch of the run
  /// @param others assignments of the run that were in flight beside it when it was sent
  record Assignment(
      RunId run,
      int version,
      int epoch,
      AssignmentId id,
      List<Attempt> attempts,
      Lane lane,
      int others)
      implements DispatchMessage {
    /// Copies the list.
    public Assignment {
      attempts = List.copyOf(attempts);
    }
  }

  /// Cancel what a parked attempt left running outside.
  ///
  /// @param version of the DAG, in which the work has its place
  /// @param note what its kind noted, as JSON
  record Cancel(RunId run, int version, Work work, int attempt, String note)
      implements DispatchMessage {}

  /// Time to look at what is due in a run.
  record Wake(RunId run, Instant at) implements DispatchMessage {}
}
