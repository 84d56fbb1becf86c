package dev.millrace.cli.aws;

import dev.millrace.engine.aws.AwsCredentials.Reading;
import dev.millrace.engine.aws.AwsKeys;
import dev.millrace.engine.secret.Secret;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// Credentials and region that the SDK finds in environment, profile, container or instance. It
/// keeps credentials and renews them in time. It holds nothing that has to be closed before the
/// process ends.
final class SdkCaller {
  /// The SDK's message goes on with all that it tried, source by source.
  private static final int SHOWN = 200;

  private final DefaultCredentialsProvider provider = DefaultCredentialsProvider.builder().build();
  private final AwsRegionProvider regions = DefaultAwsRegionProviderChain.builder().build();
  private Optional<String> region = Optional.empty();

  Reading keys() {
    try {
      var found = provider.resolveCredentials();
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
          ("you have no credentials of AWS here. Log in, for example with `aws sso login`, or set"
                  + " AWS_PROFILE. The SDK says: %s")
              .formatted(shown(AwsSigning.firstLine(e))));
    }
  }

  /// The chain reads files, or asks the instance, each time it is asked; what it found stays so.
  synchronized Optional<String> region() {
    if (region.isEmpty()) {
      region = found();
    }
    return region;
  }

  private Optional<String> found() {
    try {
      return Optional.ofNullable(regions.getRegion()).map(Region::id);
    } catch (SdkClientException _) {
      return Optional.empty(); // whoever needs it says how to name one
    }
  }

  private static String shown(String text) {
    var list = text.indexOf(" AwsCredentialsProviderChain(");
    var end = Math.min(list < 0 ? text.length() : list, SHOWN);
    return end == text.length() ? text : text.substring(0, end) + "…";
  }
}
