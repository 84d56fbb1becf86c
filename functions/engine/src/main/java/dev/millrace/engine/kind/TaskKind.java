package dev.millrace.engine.kind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.ActionKind;

/// The code of an action. A kind never sleeps for time's sake, writes no state, and takes time,
/// ids and the answers of outside only from its attempt. It may block on I/O: it runs on a virtual
/// thread of its own and is interrupted when its time is over. Implementations are safe for any
/// number of threads.
public interface TaskKind extends ActionKind {
  /// Runs the action of one attempt. Called once for an attempt.
  ///
  /// @throws InterruptedException when the attempt was interrupted: its time is over or its run
  ///     was stopped; the engine knows which
  Execution execute(AttemptContext attempt) throws InterruptedException;

  /// Goes on with an attempt that parked with a wake-up time, once that has come.
  ///
  /// @throws InterruptedException as for [#execute]
  default Execution resume(AttemptContext attempt) throws InterruptedException {
    throw new IllegalStateException(name() + " parks without a wake-up time");
  }

  /// Cancels what a parked attempt left running outside. Called at least once; cancelling what has
  /// ended is no error.
  ///
  /// @throws InterruptedException when the time for it is over
  default void cancel(AttemptContext attempt) throws InterruptedException {
    // Most kinds leave nothing running outside.
  }

  /// Whether [#cancel] has anything to do for parked attempts.
  default boolean cancels() {
    return false;
  }

  /// Whether the action may wait for anything. One that never does runs on its worker's own
  /// thread, which spares it the start of another.
  default boolean blocks() {
    return true;
  }

  /// Whether the action has to do with the world outside Millrace. One that does is never executed
  /// in users' tests of their DAGs (testkit): they say what it comes to. A callback or a timer that
  /// the engine keeps is not outside.
  default boolean reachesOutside() {
    return true;
  }

  /// What a task gives when it has no `output`: the raw result, unless a kind knows better.
  default JsonNode defaultOutput(JsonNode result) {
    return result;
  }
}
