package dev.millrace.integrations.http;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Alarms in real time: one thread watches the time, and actions run on virtual threads.
final class TimerAlarms implements Alarms {
  private final ScheduledThreadPoolExecutor timer;

  TimerAlarms() {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("millrace-http-alarms").factory(),
            new ThreadPoolExecutor.DiscardPolicy()); // what comes after close() never rings
    // Nearly every alarm is stilled long before its time; it must not be kept until then.
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Alarm after(Duration time, Runnable action) {
    var future =
        timer.schedule(
            () -> {
              var _ = Thread.startVirtualThread(action);
            },
            time.toNanos(),
            TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
