package dev.millrace.aws.scheduler;

import dev.millrace.aws.TestClients;
import dev.millrace.testkit.servers.LoopbackScheduler;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.scheduler.SchedulerClient;

/// The contract over what stands for EventBridge Scheduler.
class LoopbackSchedulesTest extends EventBridgeContract {
  private final LoopbackScheduler server = LoopbackScheduler.start();
  private final SchedulerClient client =
      TestClients.at(server.endpoint(), SchedulerClient.builder()).build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Override
  protected SchedulerClient client() {
    return client;
  }

  @Override
  protected String group() {
    return "millrace-prod";
  }
}
