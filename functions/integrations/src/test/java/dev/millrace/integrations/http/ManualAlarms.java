package dev.millrace.integrations.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// Alarms that ring when a test says so: time passes where it matters, and nowhere else.
final class ManualAlarms implements Alarms {
  private final List<Waiting> waiting = new CopyOnWriteArrayList<>();

  /// Equal only to itself, as two of the same time are two.
  private static final class Waiting {
    private final Duration time;
    private final Runnable action;

    Waiting(Duration time, Runnable action) {
      this.time = time;
      this.action = action;
    }
  }

  @Override
  public Alarm after(Duration time, Runnable action) {
    var alarm = new Waiting(time, action);
    waiting.add(alarm);
    return () -> waiting.remove(alarm);
  }

  /// Lets all the time pass that anybody waits for, but for the closing of idle connections.
  void endAllExchanges() {
    ring(alarm -> !alarm.time.equals(ConnectionPool.SWEEP_EVERY));
  }

  /// Lets the time pass after which idle connections are looked for.
  void sweep() {
    ring(alarm -> alarm.time.equals(ConnectionPool.SWEEP_EVERY));
  }

  /// How many wait.
  int waiting() {
    return waiting.size();
  }

  private void ring(Predicate<Waiting> which) {
    for (var alarm : List.copyOf(waiting)) {
      if (which.test(alarm) && waiting.remove(alarm)) {
        alarm.action.run();
      }
    }
  }

  @Override
  public void close() {
    waiting.clear();
  }
}
