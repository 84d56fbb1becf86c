package dev.millrace.testkit.sim;

import dev.millrace.core.ErrorName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What one step of an attempt does: how long it keeps its worker, and what it then comes to.
///
/// @param takes time in the worker, which its timeout may cut short
record Behaviour(Duration takes, Then then) {
  /// What it comes to.
  sealed interface Then {
    /// It succeeds.
    record Succeeds() implements Then {}

    /// It says that it failed.
    record Fails(ErrorName error, Optional<Duration> retryAfter) implements Then {}

    /// Its code throws.
    record Throws() implements Then {}

    /// It parks.
    ///
    /// @param wakeIn when it wants to be resumed, if so
    /// @param signals what comes from outside
    record Parks(Optional<Duration> wakeIn, List<Signal> signals) implements Then {
      public Parks {
        signals = List.copyOf(signals);
      }
    }
  }

  /// Something that somebody outside sends to a parked attempt.
  ///
  /// @param after since its token was made, which is before it parks
  record Signal(Duration after, Says says) {
    /// What is sent.
    sealed interface Says {
      /// An answer.
      record Succeeded() implements Says {}

      /// An answer.
      record Failed(ErrorName error) implements Says {}

      /// A sign of life.
      record Alive() implements Says {}
    }
  }
}
