package dev.millrace.testkit.contract;

import dev.millrace.core.plan.Lane;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.queue.Timers;

/// What the queues of every host do: [DispatchQueue], [ResultsQueue], [Timers] and [DeadLetters].
/// The sentences stand in the parts, by subject; an implementation extends this class and gives
/// each test empty queues that tell the time by [#clock].
public abstract class QueuesContract
    implements DispatchQueueContract, ResultsQueueContract, TimersContract, DeadLettersContract {
  private final SteppedClock clock = new SteppedClock(Examples.START);

  @Override
  public final SteppedClock clock() {
    return clock;
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
