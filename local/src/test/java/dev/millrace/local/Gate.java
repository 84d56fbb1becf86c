package dev.millrace.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An action that waits until the test lets it through, and tells the test that it has come.
public final class Gate implements TaskKind {
  private final LinkedBlockingQueue<String> arrived = new LinkedBlockingQueue<>();
  private final CountDownLatch open = new CountDownLatch(1);
  private final boolean idempotent;

  /// @param idempotent whether the action may safely take effect twice
  public Gate(boolean idempotent) {
    this.idempotent = idempotent;
  }

  /// Waits for the next action to come to the gate.
  ///
  /// @return its task and the number of its attempt, as `task#1`
  public String awaitArrival() throws InterruptedException {
    var label = arrived.poll(1, TimeUnit.MINUTES);
    if (label == null) {
      throw new IllegalStateException("nobody came to the gate");
    }
    return label;
  }

  /// Lets all through, now and from now on.
  public void open() {
    open.countDown();
  }

  @Override
  public String name() {
    return "gate";
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    return List.of();
  }

  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(false, idempotent);
  }

  @Override
  public JsonNode schema() {
    return BooleanNode.TRUE;
  }

  @Override
  public Execution execute(AttemptContext attempt) throws InterruptedException {
    arrived.add(attempt.label() + "#" + attempt.attempt().number());
    open.await();
    return new Execution.Done(attempt.arguments());
  }
}
