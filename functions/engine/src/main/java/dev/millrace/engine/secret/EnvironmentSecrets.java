package dev.millrace.engine.secret;

import java.util.Map;

/// Secrets in the environment of the host: `env://MILLRACE_SECRET_...`, and no other variable, or
/// else the author of any document could read the host's own credentials.
public final class EnvironmentSecrets implements Secrets {
  private final Map<String, String> environment;

  /// @param environment all variables of the host
  public EnvironmentSecrets(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /// @throws IllegalArgumentException for a reference to another source
  @Override
  public Reading read(SecretReference reference) {
    return switch (reference.source()) {
      case ENV -> {
        var value = environment.get(reference.name());
        yield value == null
            ? new Reading.Failed(
                NOT_FOUND,
                "%s: the host has no such variable. Set it where the host is started."
                    .formatted(reference))
            : SecretText.of(reference, value);
      }
      case SECRET, SSM ->
          throw new IllegalArgumentException("not kept in the environment: " + reference);
    };
  }
}
