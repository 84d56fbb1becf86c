package dev.millrace.aws.s3;

import dev.millrace.aws.TestClients;
import dev.millrace.engine.store.PayloadStore;
import dev.millrace.testkit.contract.PayloadStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.localstack.LocalStackContainer;
import software.amazon.awssdk.services.s3.S3Client;

/// The contract on LocalStack, where Docker runs; elsewhere it is skipped, and
/// [S3PayloadStoreTest] stands alone.
@Testcontainers(disabledWithoutDocker = true)
class LocalStackPayloadStoreTest extends PayloadStoreContract {
  /// The last that needs no account.
  private static final String IMAGE = "localstack/localstack:4.14.0";

  private static int buckets;

  @Container
  private static final LocalStackContainer LOCALSTACK =
      new LocalStackContainer(IMAGE).withServices("s3");

  private S3Client client;
  private S3PayloadStore payloads;

  @BeforeEach
  void open() {
    client = TestClients.s3At(LOCALSTACK.getEndpoint());
    var bucket = "payloads-" + ++buckets;
    client.createBucket(create -> create.bucket(bucket));
    payloads = new S3PayloadStore(client, bucket);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Override
  protected PayloadStore payloads() {
    return payloads;
  }
}
