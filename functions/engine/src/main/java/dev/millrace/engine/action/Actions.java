package dev.millrace.engine.action;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Runs the actions of one invocation side by side, because tasks wait rather than compute. Used
/// by the invocation's own thread only.
public interface Actions {
  /// Opens one for each invocation.
  interface Factory {
    /// A new one, with nothing running.
    Actions open();
  }

  /// Starts an action: executes its attempt, or resumes it when it has parked before. It is
  /// interrupted at its context's deadline.
  void start(ActionCall call);

  /// Actions started that have not been given back by [#await].
  int running();

  /// Waits until an action is over or `until` has come, and gives back all that are over; each
  /// once.
  ///
  /// @param linger how long to wait for more once one is over, while others run
  /// @throws InterruptedException when the host ends the invocation
  List<Finished> await(Optional<Instant> until, Duration linger) throws InterruptedException;

  /// Interrupts the actions that a stop of their run concerns; [#await] gives them back.
  void stop(Predicate<ActionCall> concerned);
}
