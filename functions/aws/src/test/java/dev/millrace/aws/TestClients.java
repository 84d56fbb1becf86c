package dev.millrace.aws;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Clients with the limits of production that talk to a server of the test.
public final class TestClients {
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

  private static <B extends AwsClientBuilder<B, C>, C> B signedFor(URI endpoint, B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
  }
}
