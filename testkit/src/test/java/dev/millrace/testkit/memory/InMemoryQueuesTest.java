package dev.millrace.testkit.memory;

import dev.millrace.core.plan.Lane;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.queue.Timers;
import dev.millrace.testkit.contract.QueuesContract;
import dev.millrace.testkit.contract.Receiving;

/// The queues in memory keep their contracts.
class InMemoryQueuesTest extends QueuesContract {
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
}
