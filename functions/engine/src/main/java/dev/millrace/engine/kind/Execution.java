package dev.millrace.engine.kind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ErrorName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What became of an action.
public sealed interface Execution {
  /// It is done.
  ///
  /// @param result the raw result, on which the task's `output` works
  record Done(JsonNode result) implements Execution {}

  /// It failed.
  ///
  /// @param cause for people, with the values found and never a secret
  /// @param retryAfter the delay that a server asked for
  record Failed(ErrorName error, String cause, Optional<Duration> retryAfter) implements Execution {
    /// A failure without a wish for the next attempt.
    public static Failed of(ErrorName error, String cause) {
      return new Failed(error, cause, Optional.empty());
    }
  }

  /// It waits for something outside and holds no compute.
  ///
  /// @param note what the kind wants to know again when it is resumed or cancelled; small
  /// @param wakeAt when to call [TaskKind#resume]; empty: a callback ends the attempt
  record Parked(JsonNode note, Optional<Instant> wakeAt) implements Execution {}

  /// It could not go on yet, because of a limit that all workers share, and holds no compute. The
  /// time that it waits so is not part of its timeout.
  ///
  /// @param note what the kind wants to know again when it is resumed
  /// @param until when to call [TaskKind#resume]
  record Postponed(JsonNode note, Instant until) implements Execution {}
}
