package dev.millrace.aws.secret;

import dev.millrace.engine.Clock;
import dev.millrace.engine.secret.CachedSecrets;
import dev.millrace.engine.secret.EnvironmentSecrets;
import dev.millrace.engine.secret.SecretReference;
import dev.millrace.engine.secret.SecretText;
import dev.millrace.engine.secret.Secrets;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// The secrets of one stack. Its clients are made when the first secret is read, so that a function
/// that reads none does not pay for them. Safe for any number of threads.
public final class AwsSecrets implements Secrets {
  private static final Set<String> NOT_THERE =
      Set.of("ResourceNotFoundException", "ParameterNotFound", "ParameterVersionNotFound");

  private final Supplier<SecretsManagerClient> secretsManager;
  private final Supplier<SsmClient> ssm;
  private final String prefix;
  private final EnvironmentSecrets environment;

  private AwsSecrets(
      Supplier<SecretsManagerClient> secretsManager,
      Supplier<SsmClient> ssm,
      String prefix,
      Map<String, String> environment) {
    this.secretsManager = secretsManager;
    this.ssm = ssm;
    this.prefix = prefix;
    this.environment = new EnvironmentSecrets(environment);
  }

  /// The secrets of a stack, kept in memory for some minutes.
  ///
  /// @param prefix what stands before names in both stores, such as `millrace/prod`; parameters
  ///     get a slash before it
  /// @param environment all variables of the function
  /// @throws IllegalArgumentException when the prefix begins or ends with a slash, or is empty
  public static Secrets of(
      Supplier<SecretsManagerClient> secretsManager,
      Supplier<SsmClient> ssm,
      String prefix,
      Map<String, String> environment,
      Clock clock) {
    if (prefix.isEmpty() || prefix.startsWith("/") || prefix.endsWith("/")) {
      throw new IllegalArgumentException(
          "the prefix of secrets is words joined by /, such as millrace/prod, not " + prefix);
    }
    return new CachedSecrets(new AwsSecrets(secretsManager, ssm, prefix, environment), clock);
  }

  @Override
  public Reading read(SecretReference reference) {
    return switch (reference.source()) {
      case SECRET -> secret(reference, prefix + "/" + reference.name());
      case SSM -> parameter(reference, "/" + prefix + "/" + reference.name());
      case ENV -> environment.read(reference);
    };
  }

  private Reading secret(SecretReference reference, String id) {
    try {
      var value = secretsManager.get().getSecretValue(request -> request.secretId(id));
      return value.secretString() == null
          ? new Reading.Failed(
              REFUSED, "%s: the secret %s is binary. Keep it as text.".formatted(reference, id))
          : SecretText.of(reference, value.secretString());
    } catch (AbortedException interrupted) {
      throw interrupted;
    } catch (AwsServiceException refused) {
      return failed(reference, "secret " + id, refused);
    } catch (SdkClientException unreachable) {
      return unavailable(reference, unreachable);
    }
  }

  private Reading parameter(SecretReference reference, String name) {
    try {
      var answer = ssm.get().getParameter(request -> request.name(name).withDecryption(true));
      return SecretText.of(reference, answer.parameter().value());
    } catch (AbortedException interrupted) {
      throw interrupted;
    } catch (AwsServiceException refused) {
      return failed(reference, "parameter " + name, refused);
    } catch (SdkClientException unreachable) {
      return unavailable(reference, unreachable);
    }
  }

  private static Reading failed(SecretReference reference, String what, AwsServiceException e) {
    var code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    if (NOT_THERE.contains(code)) {
      return new Reading.Failed(
          NOT_FOUND,
          "%s: there is no %s in this region. Make it, or correct the name."
              .formatted(reference, what));
    }
    return new Reading.Failed(
        isTransient(e) ? UNAVAILABLE : REFUSED,
        "%s: %s cannot be read: %s (status %d).".formatted(reference, what, code, e.statusCode()));
  }

  private static boolean isTransient(AwsServiceException e) {
    return e.isThrottlingException() || e.statusCode() >= 500;
  }

  private static Reading unavailable(SecretReference reference, SdkClientException e) {
    return new Reading.Failed(
        UNAVAILABLE, "%s: the store did not answer: %s".formatted(reference, e.getMessage()));
  }
}
