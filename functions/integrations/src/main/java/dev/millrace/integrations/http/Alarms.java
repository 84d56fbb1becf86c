package dev.millrace.integrations.http;

import java.time.Duration;

/// Calls back when a time is over. The one place where requests meet real time, so that tests can
/// let it pass as they like.
interface Alarms extends AutoCloseable {
  /// Runs an action once, on a thread of its own, after a time.
  Alarm after(Duration time, Runnable action);

  /// No action runs any more.
  @Override
  void close();

  /// An action that waits for its time.
  interface Alarm extends AutoCloseable {
    /// It is not needed any more. An action that has begun goes on.
    @Override
    void close();
  }
}
