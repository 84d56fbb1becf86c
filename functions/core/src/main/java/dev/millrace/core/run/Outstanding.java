package dev.millrace.core.run;

import dev.millrace.core.Work;

/// A command in the outbox: decided and written, not yet known to be carried out. Carrying one out
/// twice does no harm.
public sealed interface Outstanding {
  /// The write that decided it.
  Issuer by();

  /// Cancel what a parked attempt left running outside.
  record CancelParked(Work work, int attempt, Issuer by) implements Outstanding {}

  /// Tell the run around this one that it has ended.
  record TellParent(Issuer by) implements Outstanding {}

  /// Leave the run's place among the open runs of its DAG to those that wait for one.
  record LeavePlace(Issuer by) implements Outstanding {}

  /// Start the runs of DAGs that start after this one.
  record StartFollowers(Issuer by) implements Outstanding {}
}
