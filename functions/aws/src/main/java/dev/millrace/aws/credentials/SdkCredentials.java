package dev.millrace.aws.credentials;

import dev.millrace.engine.aws.AwsCredentials;
import dev.millrace.engine.aws.AwsKeys;
import dev.millrace.engine.secret.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/// The credentials that the SDK finds, which are those of the function's own role. It keeps them
/// and renews them in time. Safe for any number of threads.
public final class SdkCredentials implements AwsCredentials {
  private static final String REGION = "AWS_REGION";

  private final Supplier<? extends AwsCredentialsProvider> provider;
  private final Optional<String> region;

  /// @param provider made once; asked for when the first task acts on AWS, so that a snapshot
  ///     holds no credentials
  /// @param environment all variables of the function; Lambda says its region there
  public SdkCredentials(
      Supplier<? extends AwsCredentialsProvider> provider, Map<String, String> environment) {
    this.provider = provider;
    this.region = Optional.ofNullable(environment.get(REGION));
  }

  @Override
  public Reading keys() {
    try {
      var found = provider.get().resolveCredentials();
      var token =
          found instanceof AwsSessionCredentials session
              ? Optional.of(Secret.of(session.sessionToken()))
              : Optional.<Secret>empty();
      return new Reading.Given(
          new AwsKeys(found.accessKeyId(), Secret.of(found.secretAccessKey()), token));
    } catch (AbortedException interrupted) {
      throw interrupted;
    } catch (SdkException e) {
      return new Reading.Missing(
          "the function finds no credentials of its own role: " + e.getMessage());
    }
  }

  @Override
  public Optional<String> region() {
    return region;
  }
}
