package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.core.plan.Lane;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.testkit.contract.Receiving.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// [DispatchQueue] and how its messages are received.
interface DispatchQueueContract {
  /// How long a message is hidden in these tests.
  Duration HIDDEN = Duration.ofSeconds(65);

  /// The time by which the queues go.
  Instant now();

  /// Lets time pass for the queues.
  void pass(Duration time);

  /// Skips the test, visibly and with the reason, where the queues cannot do something.
  void assumeThat(Ability ability);

  /// The queue under test.
  DispatchQueue dispatch();

  /// The receiving side of one lane.
  Receiving<DispatchMessage> receiving(Lane lane);

  @Test
  default void messages_of_every_kind_are_received_as_they_were_sent() {
    var assignment = Messages.assignment("one", 1);
    var wake = Messages.wake("two");
    dispatch().send(Lane.SHORT, List.of(assignment, wake), Duration.ZERO);

    assertThat(receiving(Lane.SHORT).receive(10, HIDDEN))
        .allMatch(delivery -> delivery.receiveCount() == 1)
        .extracting(Delivery::message)
        .containsExactlyInAnyOrder(assignment, wake);
  }

  @Test
  default void each_lane_is_a_queue_of_its_own() {
    send(Lane.LONG, "one");

    assertThat(receiving(Lane.SHORT).receive(10, HIDDEN)).isEmpty();
    assertThat(receiving(Lane.LONG).receive(10, HIDDEN)).hasSize(1);
  }

  @Test
  default void no_message_at_all_may_be_sent() {
    dispatch().send(Lane.SHORT, List.of(), Duration.ZERO);

    assertThat(receiving(Lane.SHORT).receive(10, HIDDEN)).isEmpty();
  }

  @Test
  default void a_received_message_is_hidden_and_comes_again_unless_it_is_acknowledged() {
    send(Lane.SHORT, "one");
    var first = receiveOne();

    pass(HIDDEN.minusMillis(1));
    assertThat(receiving(Lane.SHORT).receive(10, HIDDEN)).isEmpty();
    pass(Duration.ofMillis(1));
    var second = receiveOne();

    assertThat(second.message()).isEqualTo(first.message());
    assertThat(second.messageId()).isEqualTo(first.messageId());
    assertThat(second.receiveCount()).isEqualTo(2);
    assertThat(second.receipt()).isNotEqualTo(first.receipt());
  }

  @Test
  default void an_acknowledged_message_never_comes_again() {
    send(Lane.SHORT, "one");
    receiving(Lane.SHORT).acknowledge(receiveOne().receipt());

    pass(Duration.ofDays(1));

    assertThat(receiving(Lane.SHORT).receive(10, HIDDEN)).isEmpty();
  }

  @Test
  default void an_old_receipt_acknowledges_and_hides_nothing() {
    send(Lane.SHORT, "one");
    var first = receiveOne();
    pass(HIDDEN);
    receiveOne();

    receiving(Lane.SHORT).acknowledge(first.receipt());
    receiving(Lane.SHORT).changeVisibility(first.receipt(), now().plusSeconds(3600));

    pass(HIDDEN);
    assertThat(receiveOne().receiveCount()).isEqualTo(3);
  }

  @Test
  default void a_receipt_can_be_acknowledged_twice() {
    send(Lane.SHORT, "one");
    var receipt = receiveOne().receipt();

    receiving(Lane.SHORT).acknowledge(receipt);
    receiving(Lane.SHORT).acknowledge(receipt);

    pass(HIDDEN);
    assertThat(receiving(Lane.SHORT).receive(10, HIDDEN)).isEmpty();
  }

  @Test
  default void a_message_can_be_hidden_longer_or_shorter() {
    send(Lane.SHORT, "one");
    var longer = receiveOne();
    receiving(Lane.SHORT).changeVisibility(longer.receipt(), now().plusSeconds(900));
    pass(Duration.ofSeconds(899));
    assertThat(receiving(Lane.SHORT).receive(10, HIDDEN)).isEmpty();
    pass(Duration.ofSeconds(1));

    var shorter = receiveOne();
    receiving(Lane.SHORT).changeVisibility(shorter.receipt(), now());

    assertThat(receiveOne().receiveCount()).isEqualTo(3);
  }

  @Test
  default void a_delayed_message_comes_after_its_delay() {
    assumeThat(Ability.SHORTEN_DELAYS);
    dispatch().send(Lane.SHORT, List.of(Messages.wake("one")), Duration.ofMillis(1500));

    pass(Duration.ofMillis(1499));
    assertThat(receiving(Lane.SHORT).receive(10, HIDDEN)).isEmpty();
    // An implementation may round up to whole seconds.
    pass(Duration.ofMillis(501));
    assertThat(receiveOne().message()).isEqualTo(Messages.wake("one"));
  }

  @Test
  default void a_longer_delay_than_the_longest_is_refused() {
    var wake = List.of(Messages.wake("one"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> dispatch().send(Lane.SHORT, wake, DispatchQueue.DELAY_MAX.plusMillis(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dispatch().send(Lane.SHORT, wake, Duration.ofMillis(-1)));
  }

  @Test
  default void the_longest_delay_ends() {
    assumeThat(Ability.SHORTEN_DELAYS);
    dispatch().send(Lane.SHORT, List.of(Messages.wake("one")), DispatchQueue.DELAY_MAX);

    pass(DispatchQueue.DELAY_MAX);

    assertThat(receiving(Lane.SHORT).receive(10, HIDDEN)).hasSize(1);
  }

  @Test
  default void no_more_messages_are_received_than_were_asked_for() {
    for (var seq = 1; seq <= 12; seq++) {
      dispatch().send(Lane.SHORT, List.of(Messages.assignment("one", seq)), Duration.ZERO);
    }

    assertThat(receiving(Lane.SHORT).receive(10, HIDDEN)).hasSize(10);
    assertThat(receiving(Lane.SHORT).receive(1, HIDDEN)).hasSize(1);
    assertThat(receiving(Lane.SHORT).receive(10, HIDDEN)).hasSize(1);
  }

  @Test
  default void racing_receivers_never_receive_the_same_message() {
    var sent = IntStream.rangeClosed(1, 40).mapToObj(seq -> Messages.assignment("one", seq));
    dispatch().send(Lane.SHORT, sent.toList(), Duration.ZERO);

    var received = Together.race(8, _ -> receiving(Lane.SHORT).receive(5, HIDDEN));

    assertThat(received.stream().flatMap(List::stream).map(Delivery::messageId))
        .hasSize(40)
        .doesNotHaveDuplicates();
  }

  @Test
  default void the_oldest_is_not_younger_than_the_message_that_has_waited_longest() {
    assertThat(dispatch().oldest(Lane.SHORT)).isEmpty();
    var sentAt = now();
    send(Lane.SHORT, "one");
    pass(Duration.ofSeconds(3));
    send(Lane.SHORT, "two");

    assertThat(dispatch().oldest(Lane.SHORT))
        .hasValueSatisfying(oldest -> assertThat(oldest).isBeforeOrEqualTo(sentAt));
    assertThat(dispatch().oldest(Lane.LONG)).isEmpty();
  }

  @Test
  default void neither_delayed_nor_received_messages_wait() {
    dispatch().send(Lane.SHORT, List.of(Messages.wake("one")), Duration.ofMinutes(1));
    assertThat(dispatch().oldest(Lane.SHORT)).isEmpty();

    var sentAt = now();
    send(Lane.SHORT, "two");
    var received = receiveOne();
    assertThat(dispatch().oldest(Lane.SHORT)).isEmpty();

    receiving(Lane.SHORT).changeVisibility(received.receipt(), now());
    assertThat(dispatch().oldest(Lane.SHORT))
        .hasValueSatisfying(oldest -> assertThat(oldest).isBeforeOrEqualTo(sentAt));
  }

  private void send(Lane lane, String run) {
    dispatch().send(lane, List.of(Messages.assignment(run, 1)), Duration.ZERO);
  }

  private Delivery<DispatchMessage> receiveOne() {
    var deliveries = receiving(Lane.SHORT).receive(10, HIDDEN);
    assertThat(deliveries).hasSize(1);
    return deliveries.getFirst();
  }
}
