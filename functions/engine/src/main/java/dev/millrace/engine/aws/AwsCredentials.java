package dev.millrace.engine.aws;

import java.util.Optional;

/// Who the host is on AWS, and where. On a host with a role of tasks these keys only take that role
/// and sign nothing else. Implementations are safe for any number of threads.
public interface AwsCredentials {
  /// The keys of the present moment. May ask other machines and take a second or two;
  /// implementations keep them until shortly before they expire.
  Reading keys();

  /// The region that is meant where nothing names one; empty when the host does not know any.
  Optional<String> region();

  /// What became of asking for keys.
  sealed interface Reading {
    /// There are some.
    record Given(AwsKeys keys) implements Reading {}

    /// There are none.
    ///
    /// @param cause for people, what was looked for and how to mend it, without any secret
    record Missing(String cause) implements Reading {}
  }

  /// Of a host that has none.
  ///
  /// @param cause as in [Reading.Missing]
  static AwsCredentials none(String cause) {
    return new AwsCredentials() {
      @Override
      public Reading keys() {
        return new Reading.Missing(cause);
      }

      @Override
      public Optional<String> region() {
        return Optional.empty();
      }
    };
  }
}
