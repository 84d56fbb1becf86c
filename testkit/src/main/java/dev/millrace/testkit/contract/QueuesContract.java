package dev.millrace.testkit.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.core.DagName;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.queue.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What the queues of every host do: [DispatchQueue], [ResultsQueue], [Timers] and [DeadLetters].
/// The sentences stand in the parts, by subject; an implementation extends this class and gives
/// each test empty queues that tell the time by [#clock]. Those of a server that goes by its own
/// clock let time pass in their own way in [#passed] and say in [#whyNot] what they cannot do.
public abstract class QueuesContract
    implements DispatchQueueContract, ResultsQueueContract, TimersContract, DeadLettersContract {
  private final SteppedClock clock = new SteppedClock(Examples.START);

  /// The clock by which the queues tell the time.
  protected final SteppedClock clock() {
    return clock;
  }

  @Override
  public final Instant now() {
    return clock.now();
  }

  @Override
  public final void pass(Duration time) {
    clock.advance(time);
    passed();
  }

  @Override
  public final void assumeThat(Ability ability) {
    var reason = whyNot(ability);
    assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
  }

  /// The clock has just been moved on.
  protected void passed() {}

  /// Why the queues under test cannot do something; empty when they can.
  protected Optional<String> whyNot(Ability ability) {
    return Optional.empty();
  }

  /// Those override it that can lose ticks.
  @Override
  public void loseTick(DagName dag, Instant tick) {
    throw new IllegalStateException("no tick is lost here");
  }

  @Override
  public abstract DispatchQueue dispatch();

  @Override
  public abstract Receiving<DispatchMessage> receiving(Lane lane);

  @Override
  public abstract ResultsQueue results();

  @Override
  public abstract Receiving<ResultMessage> receivingResults();

  @Override
  public abstract Timers timers();

  @Override
  public abstract DeadLetters deadLetters();
}
