package dev.millrace.aws.scheduler;

import dev.millrace.aws.AwsClients;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.scheduler.SchedulerClient;

/// The contract over LocalStack, whose implementation of Scheduler is not ours. Skipped where there
/// is no Docker.
@Testcontainers(disabledWithoutDocker = true)
class LocalStackSchedulesTest extends EventBridgeContract {
  @Container
  private static final LocalStackContainer LOCALSTACK =
      new LocalStackContainer(DockerImageName.parse("localstack/localstack:4.14.0"))
          .withServices("scheduler");

  private final String group = "millrace-" + UUID.randomUUID();
  private final SchedulerClient client =
      AwsClients.brief(SchedulerClient.builder())
          .endpointOverride(LOCALSTACK.getEndpoint())
          .region(Region.of(LOCALSTACK.getRegion()))
          .credentialsProvider(
              StaticCredentialsProvider.create(
                  AwsBasicCredentials.create(LOCALSTACK.getAccessKey(), LOCALSTACK.getSecretKey())))
          .build();

  @BeforeEach
  void createGroup() {
    client.createScheduleGroup(create -> create.name(group));
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Override
  protected SchedulerClient client() {
    return client;
  }

  @Override
  protected String group() {
    return group;
  }
}
