package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.testkit.contract.Receiving.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// [ResultsQueue] and how its messages are received.
interface ResultsQueueContract {
  /// How long a message is hidden in these tests.
  Duration HIDDEN_RESULT = Duration.ofSeconds(65);

  /// The time by which the queues go.
  Instant now();

  /// Lets time pass for the queues.
  void pass(Duration time);

  /// Skips the test, visibly and with the reason, where the queues cannot do something.
  void assumeThat(Ability ability);

  /// The queue under test.
  ResultsQueue results();

  /// The receiving side of the results queue.
  Receiving<ResultMessage> receivingResults();

  @Test
  default void outcomes_of_every_kind_are_received_as_they_were_sent() {
    results().send(Messages.resultOfEveryKind());

    assertThat(receivingResults().receive(10, HIDDEN_RESULT))
        .extracting(Delivery::message)
        .containsExactly(Messages.resultOfEveryKind());
  }

  @Test
  default void results_of_one_run_come_in_the_order_in_which_they_were_sent() {
    send("one", "a", "b", "c");

    assertThat(received(2)).containsExactly("one a", "one b");
  }

  @Test
  default void no_result_of_a_run_comes_while_an_earlier_one_is_being_worked_on() {
    send("one", "a", "b");
    var first = receivingResults().receive(1, HIDDEN_RESULT).getFirst();
    assertThat(received(10)).isEmpty();
    send("one", "c");
    assertThat(received(10)).isEmpty();

    receivingResults().acknowledge(first.receipt());

    assertThat(received(10)).containsExactly("one b", "one c");
  }

  @Test
  default void while_part_of_a_batch_is_being_worked_on_the_rest_of_its_run_waits() {
    send("one", "a", "b", "c");
    var batch = receivingResults().receive(2, HIDDEN_RESULT);
    receivingResults().acknowledge(batch.getFirst().receipt());
    assertThat(received(10)).isEmpty();

    receivingResults().acknowledge(batch.getLast().receipt());

    assertThat(received(10)).containsExactly("one c");
  }

  @Test
  default void other_runs_do_not_wait() {
    send("one", "a");
    receivingResults().receive(1, HIDDEN_RESULT);
    send("one", "b");
    send("two", "a");

    assertThat(received(10)).containsExactly("two a");
  }

  @Test
  default void a_batch_may_hold_results_of_several_runs() {
    send("one", "a");
    send("two", "a");
    send("one", "b");

    var batch = received(10);

    assertThat(batch).containsExactlyInAnyOrder("one a", "two a", "one b");
    assertThat(batch).containsSubsequence("one a", "one b");
  }

  @Test
  default void results_that_were_not_acknowledged_come_again_in_order() {
    send("one", "a", "b");
    receivingResults().receive(10, HIDDEN_RESULT);
    send("one", "c");

    pass(HIDDEN_RESULT);

    var again = receivingResults().receive(10, HIDDEN_RESULT);
    assertThat(again).extracting(Delivery::receiveCount).containsExactly(2, 2, 1);
    assertThat(again)
        .extracting(delivery -> delivery.message().deduplicationId())
        .containsExactly("a", "b", "c");
  }

  @Test
  default void results_that_are_given_back_come_again_in_order() {
    send("one", "a", "b", "c");
    var batch = receivingResults().receive(3, HIDDEN_RESULT);
    receivingResults().acknowledge(batch.get(0).receipt());
    receivingResults().changeVisibility(batch.get(2).receipt(), now());
    receivingResults().changeVisibility(batch.get(1).receipt(), now());

    assertThat(received(10)).containsExactly("one b", "one c");
  }

  @Test
  default void an_old_receipt_acknowledges_no_result() {
    send("one", "a");
    var first = receivingResults().receive(1, HIDDEN_RESULT).getFirst();
    pass(HIDDEN_RESULT);
    receivingResults().receive(1, HIDDEN_RESULT);

    receivingResults().acknowledge(first.receipt());

    pass(HIDDEN_RESULT);
    assertThat(received(10)).containsExactly("one a");
  }

  @Test
  default void at_most_a_batch_of_results_is_received() {
    for (var result = 0; result < 12; result++) {
      send("one", "r" + result);
    }

    assertThat(received(10)).hasSize(10);
  }

  @Test
  default void the_same_result_within_five_minutes_is_dropped() {
    send("one", "a", "a");
    assertThat(received(10)).containsExactly("one a");
    pass(ResultsQueue.DEDUPLICATED_FOR.minusMillis(1));
    var again = receivingResults().receive(10, HIDDEN_RESULT);
    again.forEach(delivery -> receivingResults().acknowledge(delivery.receipt()));

    send("one", "a");

    assertThat(received(10)).isEmpty();
  }

  @Test
  default void the_same_result_after_five_minutes_is_a_new_one() {
    assumeThat(Ability.FORGET_DEDUPLICATION);
    send("one", "a");
    var first = receivingResults().receive(1, HIDDEN_RESULT).getFirst();
    receivingResults().acknowledge(first.receipt());
    pass(ResultsQueue.DEDUPLICATED_FOR);

    send("one", "a");

    var second = receivingResults().receive(1, HIDDEN_RESULT).getFirst();
    assertThat(second.messageId()).isNotEqualTo(first.messageId());
    assertThat(second.receiveCount()).isEqualTo(1);
  }

  @Test
  default void only_results_of_the_same_run_can_be_the_same() {
    send("one", "a");
    send("two", "a");

    assertThat(received(10)).containsExactlyInAnyOrder("one a", "two a");
  }

  @Test
  default void of_racing_sends_of_the_same_result_one_counts() {
    Together.race(
        8,
        _ -> {
          send("one", "a");
          return "sent";
        });

    assertThat(received(10)).containsExactly("one a");
  }

  private void send(String run, String... deduplicationIds) {
    for (var id : deduplicationIds) {
      results().send(Messages.result(run, id));
    }
  }

  private List<String> received(int max) {
    return receivingResults().receive(max, HIDDEN_RESULT).stream()
        .map(Delivery::message)
        .map(
            message ->
                message.run().text().substring("orders.".length())
                    + " "
                    + message.deduplicationId())
        .toList();
  }
}
