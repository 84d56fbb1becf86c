package dev.millrace.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.testkit.servers.ElasticMq;
import dev.millrace.testkit.servers.EventSourceMapping;
import dev.millrace.testkit.servers.EventSourceMapping.Failures;
import dev.millrace.testkit.servers.EventSourceMapping.Settings;
import dev.millrace.testkit.servers.QueueServer;
import dev.millrace.testkit.servers.QueueServer.Address;
import dev.millrace.testkit.servers.QueueServer.Queue;
import dev.millrace.testkit.servers.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The mapping that stands for Lambda's does to messages what Lambda's does. Waits are for the
/// messages themselves, which a server in real time hides for a second here.
@ExtendWith(TestServers.class)
class EventSourceMappingTest {
  private static final Duration HIDDEN = Duration.ofSeconds(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final QueueServer server;
  private final List<EventSourceMapping> mappings = new ArrayList<>();

  /// What functions were called with, as bodies joined by blanks.
  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

  EventSourceMappingTest(ElasticMq elasticMq) {
    server = new QueueServer(elasticMq.endpoint());
  }

  @AfterEach
  void close() {
    mappings.forEach(EventSourceMapping::close);
    server.close();
  }

  @Test
  void a_function_gets_an_event_as_lambda_sends_it_and_what_it_handled_is_gone()
      throws InterruptedException {
    var queue = standard();
    var events = new LinkedBlockingQueue<JsonNode>();
    server.send(queue.url(), "one");

    start(
        new Settings(queue, 1, 1, Failures.BY_MESSAGE),
        event -> {
          events.add(event);
          return "{\"batchItemFailures\":[]}";
        });

    var record = events.take().at("/Records/0");
    assertThat(record.path("body").asText()).isEqualTo("one");
    assertThat(record.path("eventSource").asText()).isEqualTo("aws:sqs");
    assertThat(record.path("eventSourceARN").asText()).isEqualTo(queue.arn());
    assertThat(record.path("awsRegion").asText()).isNotEmpty();
    assertThat(record.path("messageId").asText()).isNotEmpty();
    assertThat(record.path("receiptHandle").asText()).isNotEmpty();
    assertThat(record.at("/attributes/ApproximateReceiveCount").asText()).isEqualTo("1");
    assertThat(record.at("/attributes/SentTimestamp").asText()).matches("\\d{13}");
    stop();
    assertEmpty(queue);
  }

  @Test
  void what_is_reported_comes_again_once_it_is_no_longer_hidden_and_the_rest_does_not()
      throws InterruptedException {
    var queue = standard();
    for (var body : List.of("a", "b", "c")) {
      server.send(queue.url(), body);
    }
    var failed = new AtomicInteger();

    start(
        new Settings(queue, 10, 1, Failures.BY_MESSAGE),
        event -> failing(event, body -> body.equals("b") && failed.incrementAndGet() == 1));

    assertThat(bodies(4)).containsExactlyInAnyOrder("a", "b", "c", "b");
    stop();
    assertEmpty(queue);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"not JSON", "{\"batchItemFailures\":[{\"itemIdentifier\":\"of another batch\"}]}"})
  void an_answer_that_cannot_be_read_brings_all_of_the_batch_back(String answer)
      throws InterruptedException {
    var queue = standard();
    server.send(queue.url(), "a");
    server.send(queue.url(), "b");
    var answers = new AtomicInteger();

    var mapping =
        start(
            new Settings(queue, 1, 1, Failures.BY_MESSAGE),
            event -> {
              noteCall(event);
              return answers.incrementAndGet() <= 2 ? answer : "";
            });

    assertThat(bodies(4)).containsExactlyInAnyOrder("a", "b", "a", "b");
    stop();
    assertThat(mapping.mistakes()).hasSize(2).allMatch(mistake -> mistake.contains(answer));
    assertEmpty(queue);
  }

  @Test
  void a_function_that_always_fails_is_called_as_often_as_the_queue_says_and_then_no_more()
      throws InterruptedException {
    var dead = server.create(Queue.of(name("dead"), HIDDEN));
    var queue = server.create(new Queue(name("work"), HIDDEN, 3, dead.arn()));
    server.send(queue.url(), "poison");

    start(
        new Settings(queue, 1, 2, Failures.BY_MESSAGE),
        event -> {
          noteCall(event);
          throw new EventSourceMapping.FailedException("always");
        });

    assertThat(bodies(3)).containsExactly("poison", "poison", "poison");
    // Short waits: ElasticMQ does not tell a waiting receiver of what it puts aside.
    List<JsonNode> put = List.of();
    while (put.isEmpty()) {
      put = server.receive(dead.url(), 10, Duration.ofSeconds(1));
    }
    assertThat(put).extracting(message -> message.path("Body").asText()).containsExactly("poison");
    assertThat(calls).isEmpty();
  }

  @Test
  void a_group_waits_for_its_failed_message_and_others_do_not() throws InterruptedException {
    var queue = fifo();
    for (var body : List.of("a1", "a2", "a3", "b1")) {
      server.send(queue.url(), body.substring(0, 1), body, body);
    }
    var failed = new AtomicInteger();

    var mapping =
        start(
            new Settings(queue, 10, 2, Failures.BY_MESSAGE),
            event ->
                failing(
                    event,
                    body -> List.of("a2", "a3").contains(body) && failed.incrementAndGet() <= 2));

    var bodies = bodies(6);
    assertThat(bodies)
        .filteredOn(body -> body.startsWith("a"))
        .containsExactly("a1", "a2", "a3", "a2", "a3");
    assertThat(bodies).contains("b1");
    stop();
    assertThat(mapping.mistakes()).isEmpty();
    assertEmpty(queue);
  }

  @Test
  void a_function_that_reports_a_failed_message_without_those_behind_it_is_told_on()
      throws InterruptedException {
    var queue = fifo();
    for (var body : List.of("a1", "a2", "b1")) {
      server.send(queue.url(), body.substring(0, 1), body, body);
    }
    var failed = new AtomicInteger();

    var mapping =
        start(
            new Settings(queue, 10, 1, Failures.BY_MESSAGE),
            event -> failing(event, body -> body.equals("a1") && failed.incrementAndGet() == 1));

    assertThat(bodies(4)).containsExactly("a1", "a2", "b1", "a1");
    stop();
    assertThat(mapping.mistakes()).hasSize(1).first().asString().startsWith("group a: ");
  }

  @Test
  void no_more_calls_run_at_the_same_time_than_it_may() throws InterruptedException {
    var queue = standard();
    for (var number = 0; number < 6; number++) {
      server.send(queue.url(), "m" + number);
    }
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var both = new CountDownLatch(2);

    start(
        new Settings(queue, 1, 2, Failures.BY_MESSAGE),
        event -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          both.countDown();
          both.await();
          running.decrementAndGet();
          noteCall(event);
          return "";
        });

    assertThat(bodies(6)).hasSize(6).doesNotHaveDuplicates();
    assertThat(most).hasValue(2);
  }

  @Test
  void settings_that_lambda_would_refuse_are_refused() {
    var queue = new Address("http://127.0.0.1/q", "arn:aws:sqs:eu-west-1:111122223333:q");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Settings(queue, 11, 2, Failures.BY_MESSAGE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Settings(queue, 0, 2, Failures.BY_MESSAGE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Settings(queue, 1, 0, Failures.WHOLE_BATCH));
  }

  /// A function on the event as a tree.
  @FunctionalInterface
  private interface OnTree {
    String call(JsonNode event) throws EventSourceMapping.FailedException, InterruptedException;
  }

  private EventSourceMapping start(Settings settings, OnTree function) {
    var mapping = EventSourceMapping.start(settings, server, event -> function.call(parsed(event)));
    mappings.add(mapping);
    return mapping;
  }

  private void stop() {
    mappings.forEach(EventSourceMapping::close);
  }

  private static JsonNode parsed(String event) {
    try {
      return JSON.readTree(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void noteCall(JsonNode event) {
    event.path("Records").forEach(record -> calls.add(record.path("body").asText()));
  }

  /// Reports the messages that are to fail.
  private String failing(JsonNode event, Predicate<String> fails) {
    var answer = JsonNodeFactory.instance.objectNode();
    var failures = answer.putArray("batchItemFailures");
    for (var record : event.path("Records")) {
      if (fails.test(record.path("body").asText())) {
        failures.addObject().set("itemIdentifier", record.path("messageId"));
      }
    }
    noteCall(event);
    return answer.toString();
  }

  private List<String> bodies(int count) throws InterruptedException {
    var bodies = new ArrayList<String>();
    while (bodies.size() < count) {
      bodies.add(calls.take());
    }
    return bodies;
  }

  private void assertEmpty(Address queue) {
    assertThat(server.attribute(queue.url(), "ApproximateNumberOfMessages")).isEqualTo("0");
    assertThat(server.attribute(queue.url(), "ApproximateNumberOfMessagesNotVisible"))
        .isEqualTo("0");
  }

  private Address standard() {
    return server.create(Queue.of(name("queue"), HIDDEN));
  }

  private Address fifo() {
    return server.create(Queue.of(name("queue") + ".fifo", HIDDEN));
  }

  private static String name(String what) {
    return what + "-" + UUID.randomUUID();
  }
}
