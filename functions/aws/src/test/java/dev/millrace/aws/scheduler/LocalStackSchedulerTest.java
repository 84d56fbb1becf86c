package dev.millrace.aws.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.aws.AwsClients;
import dev.millrace.aws.sqs.QueueUrls;
import dev.millrace.aws.sqs.SqsDispatchQueue;
import dev.millrace.core.RunId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Timers against LocalStack, whose implementation of Scheduler is not ours. Skipped where there is
/// no Docker.
@Testcontainers(disabledWithoutDocker = true)
class LocalStackSchedulerTest {
  @Container
  private static final LocalStackContainer LOCALSTACK =
      new LocalStackContainer(DockerImageName.parse("localstack/localstack:4.14.0"))
          .withServices("scheduler", "sqs");

  @Test
  void a_schedule_is_made_once_and_reads_as_it_was_meant() {
    var credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(LOCALSTACK.getAccessKey(), LOCALSTACK.getSecretKey()));
    var region = Region.of(LOCALSTACK.getRegion());
    try (var scheduler =
            AwsClients.brief(SchedulerClient.builder())
                .endpointOverride(LOCALSTACK.getEndpoint())
                .region(region)
                .credentialsProvider(credentials)
                .build();
        var sqs =
            AwsClients.brief(SqsClient.builder())
                .endpointOverride(LOCALSTACK.getEndpoint())
                .region(region)
                .credentialsProvider(credentials)
                .build()) {
      scheduler.createScheduleGroup(group -> group.name("millrace"));
      var target =
          new TimerTarget(
              "millrace",
              "arn:aws:iam::111122223333:role/timers",
              "arn:aws:sqs:eu-west-1:111122223333:dispatch",
              "arn:aws:sqs:eu-west-1:111122223333:dispatch-dead");
      var urls = new QueueUrls("", "", "", "", "", "", "");
      var timers =
          new SchedulerTimers(
              scheduler, target, new SqsDispatchQueue(sqs, urls, Instant::now), Instant::now);
      var at = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(2, ChronoUnit.HOURS);

      timers.wake(new RunId("orders.one"), at);
      timers.wake(new RunId("orders.one"), at);

      var listed = scheduler.listSchedules(query -> query.groupName("millrace")).schedules();
      assertThat(listed).hasSize(1);
      var read =
          scheduler.getSchedule(
              query -> query.groupName("millrace").name(listed.getFirst().name()));
      assertThat(read.actionAfterCompletion()).isEqualTo(ActionAfterCompletion.DELETE);
      assertThat(read.target().arn()).isEqualTo(target.queueArn());
      assertThat(read.target().input()).contains("orders.one");
    }
  }
}
