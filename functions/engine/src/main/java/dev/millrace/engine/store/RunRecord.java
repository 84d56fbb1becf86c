package dev.millrace.engine.store;

import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.run.RunState;
import java.time.Instant;
import java.util.Optional;

/// The RUN item: what identifies a run, its state, and what is copied out of the state for people.
///
/// @param version of the DAG that the run executes
/// @param digest of that version; a worker that compiles another one must stop
/// @param tick the scheduled instant, for a run that a schedule started
/// @param input the run's input, only while it is small (see [RunStore#INPUT_INLINE_MAX_BYTES]);
///     otherwise it is read with [RunStore#input], unless a redrive gave another one: RUN refers to
///     that
/// @param error what made the run fail; only once it ended
/// @param nextCheck when reconcile shall look at the run next
/// @param origin the run around this one, and which group it executes
public record RunRecord(
    RunId run,
    DagName dag,
    int version,
    String digest,
    Optional<Instant> tick,
    Optional<Payload> input,
    RunState state,
    Optional<RunError> error,
    Instant nextCheck,
    Origin origin) {
  /// A run that no task started.
  public RunRecord(
      RunId run,
      DagName dag,
      int version,
      String digest,
      Optional<Instant> tick,
      Optional<Payload> input,
      RunState state,
      Optional<RunError> error,
      Instant nextCheck) {
    this(run, dag, version, digest, tick, input, state, error, nextCheck, Origin.NONE);
  }

  /// The same run in another state.
  public RunRecord with(RunState next, Instant check) {
    return new RunRecord(run, dag, version, digest, tick, input, next, error, check, origin);
  }

  /// The same run from elsewhere.
  public RunRecord from(Origin other) {
    return new RunRecord(run, dag, version, digest, tick, input, state, error, nextCheck, other);
  }

  /// The same run with what made it fail.
  public RunRecord withError(Optional<RunError> found) {
    return new RunRecord(run, dag, version, digest, tick, input, state, found, nextCheck, origin);
  }
}
