package dev.millrace.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.aws.TestClients;
import dev.millrace.aws.sqs.FaultyHttp.Fault;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.RunId;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Outcome;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.MessageFormat;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.testkit.servers.ElasticMq;
import dev.millrace.testkit.servers.QueueServer;
import dev.millrace.testkit.servers.TestServers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import software.amazon.awssdk.services.sqs.SqsClient;

/// No message is lost, nor called sent when it is not, whatever goes wrong on the way.
@ExtendWith(TestServers.class)
class SqsFaultsTest {
  private static final RunId RUN = new RunId("orders.one");
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

  private final FaultyHttp http = new FaultyHttp();
  private final QueueServer server;
  private final StackQueues queues;
  private final SqsClient sqs;

  SqsFaultsTest(ElasticMq elasticMq) {
    server = new QueueServer(elasticMq.endpoint());
    queues = StackQueues.create(server);
    sqs =
        TestClients.at(elasticMq.endpoint(), SqsClient.builder())
            .httpClientBuilder(null)
            .httpClient(http)
            .build();
  }

  @AfterEach
  void close() {
    sqs.close();
    http.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      mode = Mode.EXCLUDE,
      names = {"NONE", "PARTIAL_BY_SENDER"})
  void work_is_sent_whole_in_spite_of(Fault fault) {
    http.next(List.of(fault, Fault.NONE, fault, fault));

    dispatch().send(Lane.SHORT, wakes(25), Duration.ZERO);

    assertThat(http.left()).isZero();
    assertThat(receivedRuns()).containsAll(runs(25));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"THROTTLED", "SERVER_ERROR", "PARTIAL"})
  void what_had_no_effect_is_not_sent_twice_either(Fault fault) {
    http.next(List.of(fault, fault));

    dispatch().send(Lane.SHORT, wakes(10), Duration.ZERO);

    assertThat(receivedRuns()).containsExactlyInAnyOrderElementsOf(runs(10));
  }

  @Test
  void a_batch_that_is_never_taken_whole_is_not_called_sent() {
    http.next(Collections.nCopies(4, Fault.PARTIAL));

    assertThatExceptionOfType(UnsentException.class)
        .isThrownBy(() -> dispatch().send(Lane.SHORT, wakes(10), Duration.ZERO))
        .withMessageContaining("1 of 10 messages could not be sent to http://")
        .withMessageContaining("InternalError planted");
  }

  @Test
  void what_sqs_calls_the_senders_fault_is_not_called_sent() {
    http.next(Collections.nCopies(4, Fault.PARTIAL_BY_SENDER));

    assertThatExceptionOfType(UnsentException.class)
        .isThrownBy(() -> dispatch().send(Lane.SHORT, wakes(10), Duration.ZERO))
        .withMessageContaining("InvalidMessageContents");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      mode = Mode.EXCLUDE,
      names = {"NONE", "PARTIAL", "PARTIAL_BY_SENDER"})
  void an_outcome_is_sent_exactly_once_in_spite_of(Fault fault) {
    http.next(List.of(fault, fault));

    new SqsResultsQueue(sqs, queues.urls()).send(result("a"));

    assertThat(http.left()).isZero();
    assertThat(receiveAll(queues.results().url())).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      mode = Mode.EXCLUDE,
      names = {"NONE", "PARTIAL", "PARTIAL_BY_SENDER"})
  void a_dead_letter_is_removed_in_spite_of(Fault fault) {
    var dead = new SqsDeadLetters(sqs, queues.urls());
    server.send(queues.dispatchDead().url(), MessageFormat.write(wakes(1).getFirst()));
    var letter = dead.dispatch(10).getFirst();
    http.next(List.of(fault));

    dead.remove(letter.receipt());

    assertThat(http.left()).isZero();
    assertThat(server.attribute(queues.dispatchDead().url(), "ApproximateNumberOfMessages"))
        .isEqualTo("0");
    assertThat(
            server.attribute(queues.dispatchDead().url(), "ApproximateNumberOfMessagesNotVisible"))
        .isEqualTo("0");
  }

  @Test
  void a_dead_letter_whose_reading_was_lost_stays_in_its_queue() {
    server.send(queues.dispatchDead().url(), MessageFormat.write(wakes(1).getFirst()));
    http.next(List.of(Fault.LOST_ANSWER));

    assertThat(new SqsDeadLetters(sqs, queues.urls()).dispatch(10)).isEmpty();

    assertThat(
            server.attribute(queues.dispatchDead().url(), "ApproximateNumberOfMessagesNotVisible"))
        .isEqualTo("1");
  }

  private SqsDispatchQueue dispatch() {
    return new SqsDispatchQueue(sqs, queues.urls(), () -> NOW);
  }

  private static List<DispatchMessage.Wake> wakes(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> new DispatchMessage.Wake(new RunId("orders.n" + number), NOW))
        .toList();
  }

  private static List<String> runs(int count) {
    return wakes(count).stream().map(wake -> wake.run().text()).toList();
  }

  private List<String> receivedRuns() {
    return receiveAll(queues.dispatch().url()).stream()
        .map(message -> MessageFormat.readDispatch(message.path("Body").asText()).run().text())
        .toList();
  }

  private List<JsonNode> receiveAll(String url) {
    var all = new ArrayList<JsonNode>();
    var batch = server.receive(url, 10, Duration.ZERO);
    while (!batch.isEmpty()) {
      all.addAll(batch);
      batch = server.receive(url, 10, Duration.ZERO);
    }
    return all;
  }

  private static ResultMessage result(String id) {
    return new ResultMessage(
        RUN,
        id,
        List.of(
            new Event.Reported(
                new AssignmentId(3, 0), Attempt.first(Work.of(7), 1), new Outcome.Succeeded())));
  }
}
