package dev.millrace.testkit.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Waiting for a limit that all workers share is not part of an attempt's timeout.
class PostponedTest {
  private final ParkingHost host = new ParkingHost();

  private void waitFor(int minutes) {
    host.handleAll();
    for (var minute = 0; minute < minutes; minute++) {
      host.pass(Duration.ofMinutes(1));
      host.handleAll();
    }
  }

  @Test
  void an_attempt_that_was_postponed_for_longer_than_its_timeout_goes_on() {
    host.put("{dag: waiting, tasks: {first: {queue: 3, timeout: 10s}}}");
    host.start();
    waitFor(3);

    assertThat(host.state().tasks().state(0)).isEqualTo(TaskState.SUCCEEDED);
    assertThat(host.attempts(0)).isEqualTo(1);
  }

  @Test
  void it_is_timed_out_when_nobody_takes_it_up_again_within_its_timeout() {
    host.put("{dag: waiting, tasks: {first: {queue: 3, timeout: 10s, retry: none}}}");
    host.start();
    host.handleAll();
    host.pass(Duration.ofSeconds(71));
    host.handleAll();

    assertThat(host.state().tasks().state(0)).isEqualTo(TaskState.FAILED);
  }
}
