package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.plan.Lane;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.Timers;
import dev.millrace.testkit.contract.Receiving.Delivery;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// [Timers].
interface TimersContract {
  /// The precision of timers.
  Duration PRECISION = Duration.ofMinutes(1);

  /// The clock by which the queues tell the time.
  SteppedClock clock();

  /// The timers under test.
  Timers timers();

  /// The receiving side of one lane.
  Receiving<DispatchMessage> receiving(Lane lane);

  @Test
  default void a_wake_comes_at_its_instant_or_up_to_a_minute_later() {
    var at = clock().now().plus(Duration.ofHours(30));
    timers().wake(Examples.run("one"), at);

    clock().advance(Duration.ofHours(30).minusMillis(1));
    assertThat(receiving(Lane.SHORT).receive(10, PRECISION)).isEmpty();
    clock().advance(PRECISION.plusMillis(1));

    assertThat(receiving(Lane.SHORT).receive(10, PRECISION))
        .extracting(Delivery::message)
        .containsExactly(new DispatchMessage.Wake(Examples.run("one"), at));
  }

  @Test
  default void a_wake_for_an_instant_that_has_passed_comes_within_a_minute() {
    var at = clock().now().minusSeconds(5);
    timers().wake(Examples.run("one"), at);
    clock().advance(PRECISION);

    assertThat(receiving(Lane.SHORT).receive(10, PRECISION))
        .extracting(Delivery::message)
        .containsExactly(new DispatchMessage.Wake(Examples.run("one"), at));
  }
}
