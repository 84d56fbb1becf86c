package dev.millrace.local.deadline;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// The end of the time that a thread has. Closed by that thread.
public final class Deadline implements AutoCloseable {
  private final Thread thread;
  private @Nullable Future<?> waiting;
  private boolean closed;
  private boolean came;

  Deadline(Thread thread) {
    this.thread = thread;
  }

  synchronized void waits(Future<?> future) {
    waiting = future;
  }

  synchronized void come() {
    if (!closed) {
      came = true;
      thread.interrupt();
    }
  }

  /// Whether the thread was interrupted by this deadline.
  public synchronized boolean hasCome() {
    return came;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (waiting != null) {
      waiting.cancel(false);
    }
    if (came) {
      // What follows must not suffer from an interrupt that was meant for what is over.
      Thread.interrupted();
    }
  }
}
