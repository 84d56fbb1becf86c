package dev.millrace.local.invocation;

import dev.millrace.engine.Invocation;
import dev.millrace.engine.Reconcile;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sweeps at the start and then every minute.
public final class ReconcileTimer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReconcileTimer.class);
  /// From one sweep to the next.
  public static final Duration EVERY = Duration.ofMinutes(1);

  /// How long one sweep may take.
  public static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Reconcile reconcile;
  private final Invocations invocations;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /// Not yet sweeping.
  public ReconcileTimer(Reconcile reconcile, Invocations invocations) {
    this.reconcile = reconcile;
    this.invocations = invocations;
    this.thread = Thread.ofVirtual().name("reconcile").unstarted(this::sweep);
  }

  /// Begins to sweep.
  public void start() {
    thread.start();
  }

  private void sweep() {
    try {
      sweepOnce(reconcile::sweepAfterRestart);
      do {
        sweepOnce(reconcile::sweep);
      } while (!closed.await(EVERY.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      // The host closes.
    }
  }

  private void sweepOnce(Function<Invocation, Reconcile.Sweep> sweep) throws InterruptedException {
    try {
      invocations.call(
          TIMEOUT,
          invocation -> {
            var swept = sweep.apply(invocation);
            if (swept.repaired() > 0) {
              LOG.info(
                  "reconcile looked at {} runs and repaired {}", swept.looked(), swept.repaired());
            }
          });
    } catch (RuntimeException e) {
      // The edge: the next sweep looks again.
      if (closed.getCount() > 0) {
        LOG.error("reconcile failed; it tries again in {}", EVERY, e);
      }
    }
  }

  /// Sweeps no more.
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
