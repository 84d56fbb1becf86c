package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.DagName;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.DeadLetters.DeadDispatch;
import dev.millrace.engine.queue.DeadLetters.DeadResult;
import dev.millrace.engine.queue.DeadLetters.DeadTick;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.queue.ResultsQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/// [DeadLetters] and how messages come there.
interface DeadLettersContract {
  /// How long a message is hidden in these tests.
  Duration HIDDEN_ONCE = Duration.ofSeconds(65);

  /// An instant of a schedule.
  Instant TICK = Instant.parse("2026-11-23T05:00:00Z");

  /// Longer than a dead message stays hidden once it was read.
  Duration A_WHILE = Duration.ofHours(1);

  /// The time by which the queues go.
  Instant now();

  /// Lets time pass for the queues.
  void pass(Duration time);

  /// Skips the test, visibly and with the reason, where the queues cannot do something.
  void assumeThat(Ability ability);

  /// The queue of work.
  DispatchQueue dispatch();

  /// The queue of outcomes.
  ResultsQueue results();

  /// The receiving side of one lane.
  Receiving<DispatchMessage> receiving(Lane lane);

  /// The receiving side of the results queue.
  Receiving<ResultMessage> receivingResults();

  /// The dead letters under test.
  DeadLetters deadLetters();

  /// Nobody can be woken for a tick; asked of those only that can [Ability#LOSE_TICKS].
  void loseTick(DagName dag, Instant tick);

  @Test
  default void a_message_that_was_received_too_often_is_a_dead_letter() {
    dispatch().send(Lane.SHORT, List.of(Messages.assignment("one", 1)), Duration.ZERO);
    for (var receive = 1; receive <= DeadLetters.RECEIVES_MAX; receive++) {
      assertThat(receiving(Lane.SHORT).receive(10, HIDDEN_ONCE))
          .as("receive %d", receive)
          .hasSize(1);
      pass(HIDDEN_ONCE);
    }

    assertThat(receiving(Lane.SHORT).receive(10, HIDDEN_ONCE)).isEmpty();
    assertThat(deadLetters().dispatch(10))
        .extracting(DeadDispatch::message)
        .containsExactly(Messages.assignment("one", 1));
    assertThat(deadLetters().results(10)).isEmpty();
  }

  @Test
  default void a_message_whose_last_receive_is_acknowledged_is_none() {
    dispatch().send(Lane.SHORT, List.of(Messages.assignment("one", 1)), Duration.ZERO);
    for (var receive = 1; receive < DeadLetters.RECEIVES_MAX; receive++) {
      receiving(Lane.SHORT).receive(10, HIDDEN_ONCE);
      pass(HIDDEN_ONCE);
    }

    var last = receiving(Lane.SHORT).receive(10, HIDDEN_ONCE).getFirst();
    receiving(Lane.SHORT).acknowledge(last.receipt());

    pass(HIDDEN_ONCE);
    assertThat(receiving(Lane.SHORT).receive(10, HIDDEN_ONCE)).isEmpty();
    assertThat(deadLetters().dispatch(10)).isEmpty();
  }

  @Test
  default void dead_messages_of_both_lanes_are_read_together() {
    die(Lane.SHORT, Messages.wake("one"));
    die(Lane.LONG, Messages.assignment("two", 1));

    assertThat(deadLetters().dispatch(10))
        .extracting(DeadDispatch::message)
        .containsExactlyInAnyOrder(Messages.wake("one"), Messages.assignment("two", 1));
  }

  @Test
  default void a_dead_result_no_longer_holds_up_its_run() {
    results().send(Messages.result("one", "a"));
    results().send(Messages.result("one", "b"));
    for (var receive = 1; receive <= DeadLetters.RECEIVES_MAX; receive++) {
      receivingResults().receive(1, HIDDEN_ONCE);
      pass(HIDDEN_ONCE);
    }

    assertThat(receivingResults().receive(10, HIDDEN_ONCE))
        .extracting(Receiving.Delivery::message)
        .containsExactly(Messages.result("one", "b"));
    assertThat(deadLetters().results(10))
        .extracting(DeadResult::message)
        .containsExactly(Messages.result("one", "a"));
    assertThat(deadLetters().dispatch(10)).isEmpty();
  }

  @Test
  default void dead_letters_come_again_after_a_while_unless_removed() {
    die(Lane.SHORT, Messages.wake("one"));
    die(Lane.SHORT, Messages.wake("two"));
    var dead = deadLetters().dispatch(10);
    assertThat(dead).hasSize(2);
    assertThat(deadLetters().dispatch(10)).isEmpty();

    deadLetters().remove(dead.getFirst().receipt());

    pass(A_WHILE);
    assertThat(deadLetters().dispatch(10))
        .extracting(DeadDispatch::message)
        .containsExactly(dead.getLast().message());
  }

  @Test
  default void a_removed_dead_result_never_comes_again() {
    results().send(Messages.result("one", "a"));
    for (var receive = 0; receive <= DeadLetters.RECEIVES_MAX; receive++) {
      receivingResults().receive(1, HIDDEN_ONCE);
      pass(HIDDEN_ONCE);
    }

    deadLetters().remove(deadLetters().results(10).getFirst().receipt());

    pass(A_WHILE);
    assertThat(deadLetters().results(10)).isEmpty();
  }

  @Test
  default void no_more_dead_letters_are_read_than_were_asked_for() {
    for (var run : List.of("one", "two", "three")) {
      die(Lane.SHORT, Messages.wake(run));
    }

    assertThat(deadLetters().dispatch(2)).hasSize(2);
    assertThat(deadLetters().dispatch(2)).hasSize(1);
  }

  @Test
  default void dead_letters_are_kept_for_fourteen_days() {
    assumeThat(Ability.DROP_OLD_MESSAGES);
    die(Lane.SHORT, Messages.wake("one"));

    pass(DeadLetters.KEPT_FOR.minus(A_WHILE));
    assertThat(deadLetters().dispatch(10)).hasSize(1);
    pass(A_WHILE);
    assertThat(deadLetters().dispatch(10)).isEmpty();
  }

  @Test
  default void a_tick_that_nobody_was_woken_for_is_a_dead_letter_until_it_is_removed() {
    assertThat(deadLetters().ticks(10)).isEmpty();
    assumeThat(Ability.LOSE_TICKS);
    loseTick(new DagName("orders"), TICK);
    loseTick(new DagName("bills"), TICK.plusSeconds(60));

    var dead = deadLetters().ticks(10);
    assertThat(dead)
        .extracting(DeadTick::dag, DeadTick::tick)
        .containsExactlyInAnyOrder(
            Tuple.tuple(new DagName("orders"), TICK),
            Tuple.tuple(new DagName("bills"), TICK.plusSeconds(60)));
    assertThat(deadLetters().ticks(10)).isEmpty();
    assertThat(deadLetters().dispatch(10)).isEmpty();
    assertThat(deadLetters().results(10)).isEmpty();

    deadLetters().remove(dead.getFirst().receipt());
    pass(A_WHILE);
    assertThat(deadLetters().ticks(10))
        .extracting(DeadTick::dag)
        .containsExactly(dead.getLast().dag());
  }

  @Test
  default void many_dead_ticks_are_read_at_once_but_no_more_than_were_asked_for() {
    assumeThat(Ability.LOSE_TICKS);
    IntStream.range(0, 25)
        .forEach(minute -> loseTick(new DagName("orders"), TICK.plusSeconds(60L * minute)));

    assertThat(deadLetters().ticks(23)).hasSize(23);
    assertThat(deadLetters().ticks(23)).hasSize(2);
  }

  private void die(Lane lane, DispatchMessage message) {
    dispatch().send(lane, List.of(message), Duration.ZERO);
    for (var receive = 0; receive <= DeadLetters.RECEIVES_MAX; receive++) {
      receiving(lane).receive(10, HIDDEN_ONCE);
      pass(HIDDEN_ONCE);
    }
  }
}
