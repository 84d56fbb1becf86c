package dev.millrace.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.engine.text.JsonText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Batches of the results queue, which is ordered by run.
class ResultsHandlerTest {
  private static final String FIRST = "11d6ee51-4cc7-4302-9e22-7cd8afdaadf5";
  private static final String SECOND = "5b1c7f3e-2a4d-4e8f-9b6a-7c0d1e2f3a4b";

  private final TestStack stack = new TestStack();
  private final ResultsHandler handler = new ResultsHandler(stack.wiring);

  @Test
  void results_of_runs_that_are_gone_are_done() throws IOException {
    assertThat(stack.call(handler, EventFile.read("results")))
        .isEqualTo("{\"batchItemFailures\":[]}");
  }

  @Test
  void with_a_message_that_cannot_be_read_all_later_ones_of_its_run_come_back() throws IOException {
    var event = EventFile.read("results");
    ((ObjectNode) event.at("/Records/0")).put("body", "{\"format\":99}");
    assertThat(Events.failures(stack.call(handler, event)))
        .containsExactlyInAnyOrder(FIRST, SECOND);
  }

  @Test
  void earlier_messages_of_a_run_are_done_although_a_later_one_is_not() throws IOException {
    var event = EventFile.read("results");
    ((ObjectNode) event.at("/Records/1")).put("body", "no JSON");
    assertThat(Events.failures(stack.call(handler, event))).containsExactly(SECOND);
  }

  @Test
  void a_failed_message_takes_later_ones_of_its_group_along_and_no_others() throws IOException {
    var batch =
        QueueBatch.read(new ByteArrayInputStream(JsonText.writeUtf8(EventFile.read("results"))));
    assertThat(batch.queue()).isEqualTo("millrace-results.fifo");
    assertThat(batch.andLaterOfGroup(Set.of(FIRST))).containsExactlyInAnyOrder(FIRST, SECOND);
    assertThat(batch.andLaterOfGroup(Set.of(SECOND))).containsExactly(SECOND);
    assertThat(batch.andLaterOfGroup(Set.of())).isEmpty();
  }
}
