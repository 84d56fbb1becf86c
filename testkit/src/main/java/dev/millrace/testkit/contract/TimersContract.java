package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.plan.Lane;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.Timers;
import dev.millrace.testkit.contract.Receiving.Delivery;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// [Timers].
interface TimersContract {
  /// The precision of timers.
  Duration PRECISION = Duration.ofMinutes(1);

  /// The time by which the queues go.
  Instant now();

  /// Lets time pass for the queues.
  void pass(Duration time);

  /// Skips the test, visibly and with the reason, where the queues cannot do something.
  void assumeThat(Ability ability);

  /// The timers under test.
  Timers timers();

  /// The receiving side of one lane.
  Receiving<DispatchMessage> receiving(Lane lane);

  @Test
  default void a_wake_comes_at_its_instant_or_a_little_earlier_or_later() {
    var at = now().plus(Duration.ofHours(30));
    timers().wake(Examples.run("one"), at);

    pass(Duration.ofHours(30).minus(Timers.EARLY_MAX).minusMillis(1));
    assertThat(receiving(Lane.SHORT).receive(10, PRECISION)).isEmpty();
    pass(Timers.EARLY_MAX.plus(PRECISION).plusMillis(1));

    assertThat(receiving(Lane.SHORT).receive(10, PRECISION))
        .extracting(Delivery::message)
        .containsExactly(new DispatchMessage.Wake(Examples.run("one"), at));
  }

  @Test
  default void a_wake_for_an_instant_that_has_passed_comes_within_a_minute() {
    var at = now().minusSeconds(5);
    timers().wake(Examples.run("one"), at);
    pass(PRECISION);

    assertThat(receiving(Lane.SHORT).receive(10, PRECISION))
        .extracting(Delivery::message)
        .containsExactly(new DispatchMessage.Wake(Examples.run("one"), at));
  }
}
