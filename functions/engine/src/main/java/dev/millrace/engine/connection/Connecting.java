package dev.millrace.engine.connection;

import dev.millrace.core.ErrorName;
import dev.millrace.engine.secret.Secret;
import dev.millrace.engine.secret.SecretReference;
import java.util.Map;
import java.util.Objects;

/// What became of asking for a connection.
public sealed interface Connecting {
  /// It is there, and its secrets were read.
  record Connected(Connection connection, Map<SecretReference, Secret> secrets)
      implements Connecting {
    /// Copies the map.
    public Connected {
      secrets = Map.copyOf(secrets);
    }

    /// The secret that the connection names.
    public Secret secret(SecretReference reference) {
      return Objects.requireNonNull(secrets.get(reference), "a reference of the connection");
    }

    /// A value, be it written or kept.
    public Secret value(Given given) {
      return switch (given) {
        case Given.Written(var text) -> Secret.of(text);
        case Given.Kept(var reference) -> secret(reference);
      };
    }
  }

  /// It cannot be used.
  ///
  /// @param cause for people, with the mend, and without any secret
  record Failed(ErrorName error, String cause) implements Connecting {}
}
