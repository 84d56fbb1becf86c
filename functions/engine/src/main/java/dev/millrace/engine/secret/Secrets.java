package dev.millrace.engine.secret;

import dev.millrace.core.ErrorName;

/// Reads secrets where they are kept. Called by a worker at the last moment, with the evaluated
/// reference; what comes back is never stored. Implementations are safe for any number of threads.
public interface Secrets {
  /// There is no such secret, or it has no such key, or is empty.
  ErrorName NOT_FOUND = new ErrorName("Secret.NotFound");

  /// The host may not read it, or not so: rights, or a file that others can read.
  ErrorName REFUSED = new ErrorName("Secret.Refused");

  /// The place where it is kept does not answer; it may do so soon.
  ErrorName UNAVAILABLE = new ErrorName("Secret.Unavailable");

  /// What became of reading a secret.
  sealed interface Reading {
    /// It was read.
    record Found(Secret secret) implements Reading {}

    /// It was not.
    ///
    /// @param error one of the three of [Secrets]
    /// @param cause for people, with the reference, and never with anything that was read
    record Failed(ErrorName error, String cause) implements Reading {}
  }

  /// Reads a secret. The value may be some minutes old, see [CachedSecrets#CACHED_FOR].
  Reading read(SecretReference reference);
}
