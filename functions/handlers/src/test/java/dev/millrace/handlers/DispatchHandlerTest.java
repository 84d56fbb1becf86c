package dev.millrace.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.RunStatus;
import dev.millrace.core.plan.Lane;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Messages of the dispatch queues, as Lambda hands them over.
class DispatchHandlerTest {
  private static final Duration VISIBILITY = Duration.ofSeconds(75);

  private final TestStack stack = new TestStack();
  private final DispatchHandler handler = new DispatchHandler(stack.wiring);

  private JsonNode assignment() {
    stack.put("dag: one\ntasks: {only: {pass: 1}}\n");
    stack.start("one", "a");
    return Events.of(stack.host.lane(Lane.SHORT).receive(1, VISIBILITY).getFirst());
  }

  @Test
  void an_assignment_is_executed_and_its_message_is_done() throws IOException {
    var answer = stack.call(handler, assignment());
    assertThat(answer).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(stack.run("one.a").state().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void a_batch_without_messages_is_done() throws IOException {
    assertThat(stack.call(handler, EventFile.read("awake-queue")))
        .isEqualTo("{\"batchItemFailures\":[]}");
  }

  @Test
  void the_message_of_a_run_that_is_gone_is_done() throws IOException {
    assertThat(stack.call(handler, EventFile.read("dispatch")))
        .isEqualTo("{\"batchItemFailures\":[]}");
  }

  @Test
  void what_another_worker_has_comes_back_when_that_worker_is_over() throws IOException {
    var event = assignment();
    var claim =
        new dev.millrace.engine.store.Claim(
            stack.run("one.a").run(),
            stack.run("one.a").state().inFlight().keySet().iterator().next(),
            "another message",
            new dev.millrace.engine.Invocation("another", TestStack.BEGIN.plusSeconds(40), 0)
                .lease());
    stack.host.runs().claim(claim);

    var answer = stack.call(handler, event);

    var id = event.at("/Records/0/messageId").asText();
    assertThat(Events.failures(answer)).containsExactly(id);
    assertThat(stack.hidden)
        .containsExactly(
            new TestStack.Hidden("millrace-dispatch", id, TestStack.BEGIN.plusSeconds(40)));
  }

  @Test
  void a_message_that_cannot_be_read_comes_back_and_the_others_do_not() throws IOException {
    var event = assignment();
    var records = ((ObjectNode) event).withArray("Records");
    ObjectNode broken = records.get(0).deepCopy();
    records.insert(0, broken.put("messageId", "broken").put("body", "{\"format\":99}"));

    assertThat(Events.failures(stack.call(handler, event))).containsExactly("broken");
    assertThat(stack.run("one.a").state().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void both_lanes_and_the_results_queue_bring_a_run_to_its_end() throws IOException {
    stack.put(
        """
        dag: wide
        tasks:
          items: {pass: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}
          each: {needs: [items], map: {over: "${ tasks.items.output }", as: n}, pass: "${ n }", timeout: 10m}
          sum: {needs: [each], pass: "${ $sum(tasks.each.output) }"}
        """);
    stack.start("wide", "a");
    stack.work();
    var run = stack.run("wide.a");
    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(String.join("\n", stack.metrics))
        .contains("\"RunsStarted\":1", "\"RunsSucceeded\":1", "\"Attempts\":");
  }
}
