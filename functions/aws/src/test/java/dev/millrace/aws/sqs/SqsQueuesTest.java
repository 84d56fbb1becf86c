package dev.millrace.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.aws.TestClients;
import dev.millrace.aws.scheduler.SchedulerTimers;
import dev.millrace.aws.scheduler.TimerTarget;
import dev.millrace.core.DagName;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.MessageFormat;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.queue.Timers;
import dev.millrace.testkit.contract.Ability;
import dev.millrace.testkit.contract.QueuesContract;
import dev.millrace.testkit.contract.Receiving;
import dev.millrace.testkit.servers.ElasticMq;
import dev.millrace.testkit.servers.LoopbackScheduler;
import dev.millrace.testkit.servers.QueueServer;
import dev.millrace.testkit.servers.TestServers;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The queues and timers of AWS keep their contracts, on a server that runs in real time.
@ExtendWith(TestServers.class)
class SqsQueuesTest extends QueuesContract {
  private final PassingTime time = new PassingTime(clock());
  private final LoopbackScheduler schedules = LoopbackScheduler.start();
  private final QueueServer server;
  private final StackQueues queues;
  private final SqsClient sqs;
  private final SchedulerClient scheduler;

  SqsQueuesTest(ElasticMq elasticMq) {
    server = new QueueServer(elasticMq.endpoint());
    queues = StackQueues.create(server);
    var builder = TestClients.at(elasticMq.endpoint(), SqsClient.builder());
    var settings = builder.overrideConfiguration().toBuilder().addExecutionInterceptor(time);
    sqs = builder.overrideConfiguration(settings.build()).build();
    scheduler = TestClients.at(schedules.endpoint(), SchedulerClient.builder()).build();
  }

  @AfterEach
  void close() {
    scheduler.close();
    sqs.close();
    schedules.close();
    server.close();
  }

  /// A new one each time, which has counted nothing yet.
  @Override
  public DispatchQueue dispatch() {
    return new SqsDispatchQueue(sqs, queues.urls(), clock());
  }

  @Override
  public Receiving<DispatchMessage> receiving(Lane lane) {
    return new SqsReceiving<>(sqs, queues.urls().of(lane), time, MessageFormat::readDispatch);
  }

  @Override
  public ResultsQueue results() {
    return new SqsResultsQueue(sqs, queues.urls());
  }

  @Override
  public Receiving<ResultMessage> receivingResults() {
    return new SqsReceiving<>(sqs, queues.urls().results(), time, MessageFormat::readResult);
  }

  @Override
  public Timers timers() {
    return new SchedulerTimers(
        scheduler,
        new TimerTarget(
            "millrace",
            "arn:aws:iam::111122223333:role/timers",
            "arn:aws:sqs:eu-west-1:111122223333:dispatch",
            "arn:aws:sqs:eu-west-1:111122223333:dispatch-dead"),
        dispatch(),
        clock());
  }

  @Override
  public DeadLetters deadLetters() {
    return new SqsDeadLetters(sqs, queues.urls());
  }

  @Override
  public void loseTick(DagName dag, Instant tick) {
    server.send(
        queues.startDead().url(),
        "{\"dag\":\"%s\",\"schedule\":\"\",\"tick\":\"%s\"}".formatted(dag, tick));
  }

  @Override
  protected void passed() {
    time.passed(sqs);
    for (var due : schedules.fire(now())) {
      assertThat(due.request().at("/Target/Arn").asText()).endsWith(":dispatch");
      server.send(queues.dispatch().url(), due.request().at("/Target/Input").asText());
    }
  }

  @Override
  protected Optional<String> whyNot(Ability ability) {
    return switch (ability) {
      case SHORTEN_DELAYS -> Optional.of("ElasticMQ keeps DelaySeconds in real time");
      case FORGET_DEDUPLICATION ->
          Optional.of("ElasticMQ forgets deduplication ids after five real minutes");
      case DROP_OLD_MESSAGES -> Optional.of("ElasticMQ knows no MessageRetentionPeriod");
      case LOSE_TICKS -> Optional.empty();
    };
  }
}
