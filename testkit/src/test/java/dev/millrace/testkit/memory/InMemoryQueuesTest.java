package dev.millrace.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.queue.Timers;
import dev.millrace.testkit.contract.QueuesContract;
import dev.millrace.testkit.contract.Receiving;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The queues in memory keep their contracts.
class InMemoryQueuesTest extends QueuesContract {
  private static final RunId RUN = new RunId("orders.one");

  private final InMemoryHost host = new InMemoryHost(clock());

  @Override
  public DispatchQueue dispatch() {
    return host.dispatch();
  }

  @Override
  public Receiving<DispatchMessage> receiving(Lane lane) {
    return host.lane(lane);
  }

  @Override
  public ResultsQueue results() {
    return host.results();
  }

  @Override
  public Receiving<ResultMessage> receivingResults() {
    return host.results();
  }

  @Override
  public Timers timers() {
    return host.timers();
  }

  @Override
  public DeadLetters deadLetters() {
    return host.deadLetters();
  }

  @Override
  public void loseTick(DagName dag, Instant tick) {
    host.putAside(dag, tick);
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
}
