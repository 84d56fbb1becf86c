package dev.millrace.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.aws.TestClients;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Outcome;
import dev.millrace.engine.queue.DeadLetters.DeadDispatch;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.MessageFormat;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.testkit.servers.ElasticMq;
import dev.millrace.testkit.servers.QueueServer;
import dev.millrace.testkit.servers.TestServers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;

/// What messages look like to SQS.
@ExtendWith(TestServers.class)
class SqsMessagesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");
  private static final RunId RUN = new RunId("orders.one");
  private static final RunId LONGEST =
      new RunId("o".repeat(80) + "@20261123T060000Z~" + "n".repeat(64));

  private final List<SdkRequest> requests = new ArrayList<>();
  private final QueueServer server;
  private final StackQueues queues;
  private final SqsClient sqs;
  private Instant now = NOW;

  SqsMessagesTest(ElasticMq elasticMq) {
    server = new QueueServer(elasticMq.endpoint());
    queues = StackQueues.create(server);
    var builder = TestClients.at(elasticMq.endpoint(), SqsClient.builder());
    ExecutionInterceptor recording =
        new ExecutionInterceptor() {
          @Override
          public void beforeExecution(
              Context.BeforeExecution context, ExecutionAttributes attributes) {
            requests.add(context.request());
          }
        };
    var settings = builder.overrideConfiguration().toBuilder().addExecutionInterceptor(recording);
    sqs = builder.overrideConfiguration(settings.build()).build();
  }

  @AfterEach
  void close() {
    sqs.close();
    server.close();
  }

  @Test
  void work_is_grouped_by_dag_so_that_none_holds_up_another() {
    dispatch().send(Lane.SHORT, List.of(new DispatchMessage.Wake(LONGEST, NOW)), Duration.ZERO);

    assertThat(receiveOne(queues.dispatch().url()).at("/Attributes/MessageGroupId").asText())
        .isEqualTo("o".repeat(80));
  }

  @Test
  void outcomes_are_grouped_by_run() {
    results().send(result(RUN, "a"));

    assertThat(receiveOne(queues.results().url()).at("/Attributes/MessageGroupId").asText())
        .isEqualTo(RUN.text());
  }

  @Test
  void a_run_whose_id_is_longer_than_a_group_may_be_has_one_of_its_own_all_the_same() {
    var other = new RunId(LONGEST.text().replace("~n", "~m"));
    results().send(result(LONGEST, "a"));
    results().send(result(other, "a"));

    var groups =
        server.receive(queues.results().url(), 10, Duration.ZERO).stream()
            .map(message -> message.at("/Attributes/MessageGroupId").asText())
            .toList();
    assertThat(groups).hasSize(2).doesNotHaveDuplicates().allMatch(id -> id.length() <= 128);
  }

  @Test
  void what_is_sent_twice_has_the_same_deduplication_id_and_only_within_its_run() {
    assertThat(GroupIds.deduplication(RUN, "a")).isEqualTo(GroupIds.deduplication(RUN, "a"));
    assertThat(GroupIds.deduplication(RUN, "a"))
        .isNotEqualTo(GroupIds.deduplication(LONGEST, "a"))
        .isNotEqualTo(GroupIds.deduplication(RUN, "b"))
        .hasSize(64);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "1000, 1", "1001, 2", "1500, 2", "900000, 900"})
  void delays_are_whole_seconds_rounded_up(long delayMs, int seconds) {
    dispatch()
        .send(Lane.SHORT, List.of(new DispatchMessage.Wake(RUN, NOW)), Duration.ofMillis(delayMs));

    assertThat(((SendMessageBatchRequest) requests.getLast()).entries())
        .extracting(entry -> entry.delaySeconds())
        .containsExactly(seconds);
  }

  @Test
  void a_delayed_message_does_not_come_at_once_and_comes_by_itself() {
    dispatch()
        .send(Lane.SHORT, List.of(new DispatchMessage.Wake(RUN, NOW)), Duration.ofMillis(500));

    assertThat(server.attribute(queues.dispatch().url(), "ApproximateNumberOfMessagesDelayed"))
        .isEqualTo("1");
    assertThat(server.receive(queues.dispatch().url(), 10, Duration.ofSeconds(20))).hasSize(1);
  }

  @Test
  void the_longest_delay_is_taken() {
    dispatch()
        .send(Lane.LONG, List.of(new DispatchMessage.Wake(RUN, NOW)), DispatchQueue.DELAY_MAX);

    assertThat(server.attribute(queues.dispatchLong().url(), "ApproximateNumberOfMessagesDelayed"))
        .isEqualTo("1");
  }

  @Test
  void twenty_five_messages_take_three_requests() {
    var wakes = new ArrayList<DispatchMessage>();
    for (var number = 0; number < 25; number++) {
      wakes.add(new DispatchMessage.Wake(new RunId("orders.n" + number), NOW));
    }

    dispatch().send(Lane.SHORT, wakes, Duration.ZERO);

    assertThat(requests).hasSize(3);
  }

  @Test
  void the_oldest_of_a_queue_with_messages_is_taken_to_be_half_an_hour_old() {
    dispatch().send(Lane.SHORT, List.of(new DispatchMessage.Wake(RUN, NOW)), Duration.ZERO);

    assertThat(dispatch().oldest(Lane.SHORT)).contains(NOW.minus(SqsDispatchQueue.TAKEN_AGE));
    assertThat(dispatch().oldest(Lane.LONG)).isEmpty();
  }

  @Test
  void a_lane_is_counted_once_in_ten_seconds_however_often_it_is_asked_for() {
    var dispatch = dispatch();
    for (var asked = 0; asked < 100; asked++) {
      assertThat(dispatch.oldest(Lane.SHORT)).isEmpty();
    }
    assertThat(requests).hasSize(1);

    dispatch.send(Lane.SHORT, List.of(new DispatchMessage.Wake(RUN, NOW)), Duration.ZERO);
    now = now.plus(SqsDispatchQueue.COUNTED_FOR);

    assertThat(dispatch.oldest(Lane.SHORT)).isPresent();
  }

  @Test
  void a_wake_that_scheduler_could_not_send_is_read_out_of_its_dead_letter() {
    var wake = new DispatchMessage.Wake(RUN, NOW);
    var letter =
        JsonNodeFactory.instance
            .objectNode()
            .put("MessageBody", MessageFormat.write(wake))
            .put("QueueUrl", queues.dispatch().url());
    server.send(queues.dispatchDead().url(), letter.toString());

    assertThat(deadLetters().dispatch(10)).extracting(DeadDispatch::message).containsExactly(wake);
  }

  @Test
  void a_dead_letter_that_cannot_be_read_stays_and_hides_no_other() {
    var wake = new DispatchMessage.Wake(RUN, NOW);
    server.send(queues.dispatchDead().url(), "{\"format\":99}");
    server.send(queues.dispatchDead().url(), "not JSON");
    server.send(queues.dispatchDead().url(), MessageFormat.write(wake));

    assertThat(deadLetters().dispatch(10)).extracting(DeadDispatch::message).containsExactly(wake);
    assertThat(
            server.attribute(queues.dispatchDead().url(), "ApproximateNumberOfMessagesNotVisible"))
        .isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // As Lambda puts it aside, and Scheduler, whichever way.
        "{'dag':'orders','schedule':'','tick':'2026-11-23T05:00:00Z'}",
        "{'dag':'orders','schedule':'nightly','tick':'<aws.scheduler.scheduled-time>'}",
        "{'FunctionName':'start','Payload':{'dag':'orders','tick':'2026-11-23T05:00:00Z'}}",
        "{'FunctionName':'start','Payload':'{~dag~:~orders~,~tick~:~2026-11-23T05:00:00Z~}'}"
      })
  void a_tick_is_read_out_of_its_dead_letter(String body) {
    sendStartLetter(body.replace('\'', '"').replace("~", "\\\""));

    assertThat(deadLetters().ticks(10))
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(dead.dag()).isEqualTo(new DagName("orders"));
              assertThat(dead.tick()).isEqualTo("2026-11-23T05:00:00Z");
            });
  }

  @Test
  void what_else_start_failed_with_stays_and_hides_no_tick() {
    sendStartLetter(
        "{\"detail-type\":\"Order Placed\",\"source\":\"com.example.shop\",\"detail\":{}}");
    sendStartLetter("no JSON");
    sendStartLetter("{\"dag\":\"orders\",\"tick\":\"2026-11-23T05:00:00Z\"}");

    assertThat(deadLetters().ticks(10)).hasSize(1);
    // People find it there, and so does the alarm; the tick is being dealt with.
    assertThat(server.attribute(queues.startDead().url(), "ApproximateNumberOfMessages"))
        .isEqualTo("2");
    assertThat(server.attribute(queues.startDead().url(), "ApproximateNumberOfMessagesNotVisible"))
        .isEqualTo("1");
  }

  private void sendStartLetter(String body) {
    var scheduled =
        MessageAttributeValue.builder()
            .dataType("String")
            .stringValue("2026-11-23T05:00:00Z")
            .build();
    sqs.sendMessage(
        message ->
            message
                .queueUrl(queues.startDead().url())
                .messageBody(body)
                .messageAttributes(Map.of("SCHEDULED_TIME", scheduled)));
  }

  private SqsDispatchQueue dispatch() {
    return new SqsDispatchQueue(sqs, queues.urls(), () -> now);
  }

  private SqsResultsQueue results() {
    return new SqsResultsQueue(sqs, queues.urls());
  }

  private SqsDeadLetters deadLetters() {
    return new SqsDeadLetters(sqs, queues.urls());
  }

  private JsonNode receiveOne(String url) {
    var messages = server.receive(url, 10, Duration.ZERO);
    assertThat(messages).hasSize(1);
    return messages.getFirst();
  }

  private static ResultMessage result(RunId run, String id) {
    return new ResultMessage(
        run,
        id,
        List.of(
            new Event.Reported(
                new AssignmentId(3, 0), Attempt.first(Work.of(7), 1), new Outcome.Succeeded())));
  }
}
