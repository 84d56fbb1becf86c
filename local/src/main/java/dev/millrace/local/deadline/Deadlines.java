package dev.millrace.local.deadline;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Interrupts threads that overstay. Safe for any number of threads; one thread of its own, which
/// sleeps while nothing is due.
public final class Deadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;

  /// Nothing is due yet.
  public Deadlines() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("millrace-deadlines").daemon().factory());
    // Nearly all deadlines are taken back long before they come.
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /// Interrupts the calling thread after that time, unless the deadline is closed before. Once it
  /// is closed no interrupt comes, and one that came is taken back.
  public Deadline interruptAfter(Duration time) {
    var deadline = new Deadline(Thread.currentThread());
    deadline.waits(timer.schedule(deadline::come, time.toNanos(), TimeUnit.NANOSECONDS));
    return deadline;
  }

  /// Lets all threads be from now on.
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
