package dev.millrace.local.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.queue.Timers;
import dev.millrace.testkit.contract.Ability;
import dev.millrace.testkit.contract.QueuesContract;
import dev.millrace.testkit.contract.Receiving;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteQueuesTest extends QueuesContract {
  private static final RunId RUN = new RunId("orders.one");

  @RegisterExtension private final OpenStorage storage = new OpenStorage(clock());

  @Override
  public DispatchQueue dispatch() {
    return storage.get().dispatch();
  }

  @Override
  public Receiving<DispatchMessage> receiving(Lane lane) {
    return receiving(storage.get().receiving(lane));
  }

  @Override
  public ResultsQueue results() {
    return storage.get().results();
  }

  @Override
  public Receiving<ResultMessage> receivingResults() {
    return receiving(storage.get().receivingResults());
  }

  @Override
  public Timers timers() {
    return storage.get().timers();
  }

  @Override
  public DeadLetters deadLetters() {
    return storage.get().deadLetters();
  }

  @Override
  protected Optional<String> whyNot(Ability ability) {
    return switch (ability) {
      case SHORTEN_DELAYS, FORGET_DEDUPLICATION, DROP_OLD_MESSAGES -> Optional.empty();
      case LOSE_TICKS -> Optional.of("the clock of the embedded host calls the engine itself");
    };
  }

  @Test
  void the_oldest_is_exactly_the_message_that_has_waited_longest() {
    var sentAt = now();
    dispatch().send(Lane.SHORT, List.of(new DispatchMessage.Wake(RUN, sentAt)), Duration.ZERO);
    pass(Duration.ofSeconds(3));
    dispatch().send(Lane.SHORT, List.of(new DispatchMessage.Wake(RUN, sentAt)), Duration.ZERO);

    assertThat(dispatch().oldest(Lane.SHORT)).contains(sentAt);
  }

  @Test
  void a_wake_never_comes_before_its_instant() {
    timers().wake(RUN, now().plus(Duration.ofHours(30)));

    pass(Duration.ofHours(30).minusMillis(1));
    assertThat(receiving(Lane.SHORT).receive(10, Duration.ofMinutes(1))).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(receiving(Lane.SHORT).receive(10, Duration.ofMinutes(1))).hasSize(1);
  }

  private static <M> Receiving<M> receiving(QueueReader<M> queue) {
    return new Receiving<>() {
      @Override
      public List<Delivery<M>> receive(int max, Duration visibility) {
        return queue.receive(max, visibility).stream()
            .map(
                delivery ->
                    new Delivery<>(
                        delivery.receipt(),
                        delivery.messageId(),
                        delivery.receiveCount(),
                        delivery.message()))
            .toList();
      }

      @Override
      public void acknowledge(String receipt) {
        queue.acknowledge(List.of(receipt));
      }

      @Override
      public void changeVisibility(String receipt, Instant until) {
        queue.changeVisibility(receipt, until);
      }
    };
  }
}
