package dev.millrace.local.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Time that a thread has.
class DeadlinesTest {
  private final Deadlines deadlines = new Deadlines();

  @AfterEach
  void close() {
    deadlines.close();
  }

  @Test
  void whoever_overstays_is_interrupted() {
    try (var deadline = deadlines.interruptAfter(Duration.ofMillis(1))) {
      assertThatThrownBy(() -> new CountDownLatch(1).await())
          .isInstanceOf(InterruptedException.class);
      assertThat(deadline.hasCome()).isTrue();
    }
  }

  @Test
  void an_interrupt_that_came_too_late_to_be_seen_is_taken_back() {
    try (var deadline = deadlines.interruptAfter(Duration.ZERO)) {
      while (!deadline.hasCome()) {
        Thread.onSpinWait();
      }
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void who_ends_in_time_is_let_be() {
    try (var deadline = deadlines.interruptAfter(Duration.ofMinutes(1))) {
      assertThat(deadline.hasCome()).isFalse();
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void an_interrupt_of_somebody_else_is_left() {
    try (var deadline = deadlines.interruptAfter(Duration.ofMinutes(1))) {
      Thread.currentThread().interrupt();
      assertThat(deadline.hasCome()).isFalse();
    }
    assertThat(Thread.interrupted()).isTrue();
  }
}
