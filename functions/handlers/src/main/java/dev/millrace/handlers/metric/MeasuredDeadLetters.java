package dev.millrace.handlers.metric;

import dev.millrace.engine.queue.DeadLetters;
import java.util.List;

/// Dead letters, counted as they are found.
public final class MeasuredDeadLetters implements DeadLetters {
  private final DeadLetters letters;
  private final Metrics metrics;

  /// @param letters does the work
  public MeasuredDeadLetters(DeadLetters letters, Metrics metrics) {
    this.letters = letters;
    this.metrics = metrics;
  }

  @Override
  public List<DeadDispatch> dispatch(int limit) {
    var found = letters.dispatch(limit);
    metrics.add(Metric.DEAD_LETTERS, found.size());
    return found;
  }

  @Override
  public List<DeadResult> results(int limit) {
    var found = letters.results(limit);
    metrics.add(Metric.DEAD_LETTERS, found.size());
    return found;
  }

  @Override
  public List<DeadTick> ticks(int limit) {
    var found = letters.ticks(limit);
    metrics.add(Metric.DEAD_LETTERS, found.size());
    return found;
  }

  @Override
  public void remove(String receipt) {
    letters.remove(receipt);
  }
}
