package dev.millrace.cli.aws;

import dev.millrace.cli.api.Signing;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// Signs with Signature Version 4 for API Gateway, with the credentials that every AWS tool would
/// use: environment, profile (also through a role, IAM Identity Center or a process), container,
/// instance. For one thread.
public final class AwsSigning implements Signing {
  private static final String SERVICE = "execute-api";

  /// The JDK's client sends it by itself, from the same address that was signed.
  private static final String HOST = "Host";

  private final Optional<String> region;
  private final DefaultCredentialsProvider provider = DefaultCredentialsProvider.builder().build();
  private @Nullable AwsCredentials credentials;

  /// @param region where the API is; empty: where the environment or the profile says
  public AwsSigning(Optional<String> region) {
    this.region = region;
  }

  @Override
  public Signed sign(String method, URI uri, Map<String, String> headers, byte[] body) {
    try {
      return new Signed.Headers(signed(method, uri, headers, body));
    } catch (SdkException e) {
      return new Signed.Impossible(firstLine(e));
    }
  }

  private Map<String, String> signed(
      String method, URI uri, Map<String, String> headers, byte[] body) {
    if (credentials == null) {
      credentials = provider.resolveCredentials();
    }
    var identity = credentials;
    var where =
        region.orElseGet(() -> DefaultAwsRegionProviderChain.builder().build().getRegion().id());
    var request = SdkHttpRequest.builder().uri(uri).method(SdkHttpMethod.fromValue(method));
    headers.forEach(request::putHeader);
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                parts ->
                    parts
                        .identity(identity)
                        .request(request.build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, where));
    var result = new LinkedHashMap<String, String>();
    signed
        .request()
        .forEachHeader(
            (name, values) -> {
              if (!name.equalsIgnoreCase(HOST)) {
                result.put(name, values.getFirst());
              }
            });
    return result;
  }

  /// What the SDK says; behind the first line it lists all that it tried, source by source.
  static String firstLine(SdkException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.toString()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    provider.close();
  }
}
