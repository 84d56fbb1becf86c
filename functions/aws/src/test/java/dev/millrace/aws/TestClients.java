package dev.millrace.aws;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Clients that talk to a server of the test: as in production, but patient, because a machine that
/// runs many tests at once may take seconds for what AWS does in milliseconds.
public final class TestClients {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private TestClients() {}

  /// A builder of a client with brief calls.
  public static <
          B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C> & SdkClientBuilder<B, C>, C>
      B at(URI endpoint, B builder) {
    return signedFor(endpoint, AwsClients.brief(builder));
  }

  /// A client of S3, which addresses buckets by path.
  public static S3Client s3At(URI endpoint) {
    return signedFor(endpoint, AwsClients.bulky(S3Client.builder())).forcePathStyle(true).build();
  }

  private static <
          B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C> & SdkClientBuilder<B, C>, C>
      B signedFor(URI endpoint, B builder) {
    var settings =
        builder.overrideConfiguration().toBuilder()
            .apiCallAttemptTimeout(PATIENCE)
            .apiCallTimeout(PATIENCE);
    return builder
        .httpClientBuilder(
            UrlConnectionHttpClient.builder().connectionTimeout(PATIENCE).socketTimeout(PATIENCE))
        .overrideConfiguration(settings.build())
        .endpointOverride(endpoint)
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
  }
}
