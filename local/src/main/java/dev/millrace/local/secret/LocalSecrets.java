package dev.millrace.local.secret;

import dev.millrace.engine.secret.EnvironmentSecrets;
import dev.millrace.engine.secret.SecretReference;
import dev.millrace.engine.secret.Secrets;
import java.nio.file.Path;
import java.util.Map;

/// The secrets of one embedded host: `env://` from its environment; `secret://` and `ssm://` from
/// the file [SecretsFile#NAME] in its data folder, so that a document needs no change for AWS.
public final class LocalSecrets implements Secrets {
  private final SecretsFile file;
  private final EnvironmentSecrets environment;

  /// @param data the data folder
  /// @param environment all variables of the host
  public LocalSecrets(Path data, Map<String, String> environment) {
    this.file = new SecretsFile(data.resolve(SecretsFile.NAME));
    this.environment = new EnvironmentSecrets(environment);
  }

  @Override
  public Reading read(SecretReference reference) {
    return switch (reference.source()) {
      case SECRET, SSM -> file.read(reference);
      case ENV -> environment.read(reference);
    };
  }
}
