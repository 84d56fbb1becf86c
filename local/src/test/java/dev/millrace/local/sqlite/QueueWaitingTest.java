package dev.millrace.local.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.Clock;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.ResultMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// [QueueReader#await] in real time; nothing here depends on how fast it goes.
class QueueWaitingTest {
  private static final Duration HIDDEN = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofHours(1);
  private static final RunId RUN = new RunId("orders.one");

  private final Clock clock = () -> Instant.now().truncatedTo(ChronoUnit.MICROS);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  @RegisterExtension private final OpenStorage storage = new OpenStorage(clock);

  @AfterEach
  void end_threads() {
    threads.shutdownNow();
  }

  @Test
  void who_waits_receives_what_is_sent() throws Exception {
    var waiting = inBackground(() -> queue().await(10, HIDDEN, LONG));

    send(Duration.ZERO);

    assertThat(waiting.get()).hasSize(1);
  }

  @Test
  void who_waits_receives_a_delayed_message_when_its_delay_is_over_and_not_before()
      throws Exception {
    var due = clock.now().plusMillis(30);
    var waiting = inBackground(() -> queue().await(10, HIDDEN, LONG));

    send(Duration.ofMillis(30));

    assertThat(waiting.get()).hasSize(1);
    assertThat(clock.now()).isAfterOrEqualTo(due);
  }

  @Test
  void who_waits_receives_a_message_that_becomes_visible_again() throws Exception {
    send(Duration.ZERO);
    queue().receive(1, Duration.ofMillis(30));

    var again = queue().await(1, HIDDEN, LONG);

    assertThat(again).hasSize(1).first().matches(delivery -> delivery.receiveCount() == 2);
  }

  @Test
  void who_waits_receives_a_message_that_is_given_back() throws Exception {
    send(Duration.ZERO);
    var first = queue().receive(1, HIDDEN).getFirst();
    var waiting = inBackground(() -> queue().await(1, HIDDEN, LONG));

    queue().changeVisibility(first.receipt(), clock.now());

    assertThat(waiting.get()).hasSize(1);
  }

  @Test
  void who_waits_receives_the_next_result_when_the_one_before_is_acknowledged() throws Exception {
    storage.get().results().send(new ResultMessage(RUN, "a", List.of()));
    storage.get().results().send(new ResultMessage(RUN, "b", List.of()));
    var results = storage.get().receivingResults();
    var first = results.await(1, HIDDEN, LONG).getFirst();
    var waiting = inBackground(() -> results.await(1, HIDDEN, LONG));

    results.acknowledge(List.of(first.receipt()));

    assertThat(waiting.get())
        .extracting(delivery -> delivery.message().deduplicationId())
        .containsExactly("b");
  }

  @Test
  void each_message_goes_to_one_of_those_who_wait() throws Exception {
    var first = inBackground(() -> queue().await(1, HIDDEN, LONG));
    var second = inBackground(() -> queue().await(1, HIDDEN, LONG));

    send(Duration.ZERO);
    send(Duration.ZERO);

    assertThat(first.get().getFirst().messageId())
        .isNotEqualTo(second.get().getFirst().messageId());
  }

  @Test
  void nothing_is_received_when_nothing_comes() throws Exception {
    assertThat(queue().await(1, HIDDEN, Duration.ofMillis(5))).isEmpty();
    assertThat(queue().await(1, HIDDEN, Duration.ZERO)).isEmpty();
  }

  @Test
  void who_waits_goes_on_when_the_storage_is_closed() throws Exception {
    var queue = queue();
    var waiting = inBackground(() -> queue.await(1, HIDDEN, LONG));

    storage.close();

    assertThat(waiting.get()).isEmpty();
  }

  @Test
  void who_waits_can_be_interrupted() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> queue().await(1, HIDDEN, LONG));
  }

  @Test
  void one_to_ten_messages_are_received_at_once() {
    assertThatIllegalArgumentException().isThrownBy(() -> queue().receive(0, HIDDEN));
    assertThatIllegalArgumentException().isThrownBy(() -> queue().receive(11, HIDDEN));
  }

  private QueueReader<DispatchMessage> queue() {
    return storage.get().receiving(Lane.SHORT);
  }

  private void send(Duration delay) {
    storage
        .get()
        .dispatch()
        .send(Lane.SHORT, List.of(new DispatchMessage.Wake(RUN, clock.now())), delay);
  }

  private <T> Future<T> inBackground(Callable<T> call) {
    return threads.submit(call);
  }
}
