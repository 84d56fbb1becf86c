package dev.millrace.local.schedule;

import dev.millrace.engine.Clock;
import dev.millrace.engine.schedule.ActOnTicks;
import dev.millrace.engine.schedule.Schedules;
import dev.millrace.local.invocation.Invocations;
import dev.millrace.local.schedule.Wakes.Wake;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes the engine when ticks are due, by the clock of this machine, to the second. It looks at
/// the clock at least once a second, so that it notices when the clock jumps or the machine has
/// slept; what is to come stands in memory and is made from the stored state at the start.
public final class TickClock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TickClock.class);

  /// A jump of the clock is noticed within this.
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /// A wake that the clock sees later than this was missed: the machine slept, or its clock jumped.
  private static final Duration SEEN_LATE = Duration.ofSeconds(30);

  /// How long one look at a DAG's ticks may take.
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /// Looks at the same time: as many as the writer of the database commits together, so that ten
  /// thousand ticks of one second cost tens of commits and not hundreds.
  private static final int LOOKS_MAX = 1_000;

  private final Semaphore sooner = new Semaphore(0);
  private final Wakes wakes = new Wakes(sooner::release);
  private final Clock clock;
  private final ExecutorService looks =
      Executors.newFixedThreadPool(LOOKS_MAX, Thread.ofVirtual().name("schedule-", 0).factory());
  private volatile boolean isClosed;
  private Optional<Thread> thread = Optional.empty();

  /// Not yet waking anybody.
  public TickClock(Clock clock) {
    this.clock = clock;
  }

  /// What the engine asks for wakes.
  public Schedules schedules() {
    return wakes;
  }

  /// Begins to wake.
  public void start(ActOnTicks actOnTicks, Invocations invocations) {
    actOnTicks.next().forEach((dag, at) -> wakes.add(new Wake(dag, "", Optional.empty(), at)));
    var begun = Thread.ofVirtual().name("schedules").unstarted(() -> run(actOnTicks, invocations));
    thread = Optional.of(begun);
    begun.start();
  }

  private void run(ActOnTicks actOnTicks, Invocations invocations) {
    try {
      while (!isClosed) {
        var now = clock.now();
        var due = wakes.due(now);
        for (var wake : due) {
          var tick = isSeenLate(wake, now) ? Optional.<Instant>empty() : wake.tick();
          looks.execute(() -> look(actOnTicks, invocations, wake, tick));
        }
        if (due.isEmpty()) {
          var _ = sooner.tryAcquire(waitFrom(now).toNanos(), TimeUnit.NANOSECONDS);
          sooner.drainPermits();
        }
      }
    } catch (InterruptedException | RejectedExecutionException e) {
      // The host closes.
    }
  }

  private static boolean isSeenLate(Wake wake, Instant now) {
    return wake.at().plus(SEEN_LATE).isBefore(now);
  }

  private Duration waitFrom(Instant now) {
    return wakes
        .next()
        .map(at -> Duration.between(now, at))
        .filter(wait -> wait.compareTo(LOOK_EVERY) < 0)
        .orElse(LOOK_EVERY);
  }

  private void look(
      ActOnTicks actOnTicks, Invocations invocations, Wake wake, Optional<Instant> tick) {
    try {
      invocations.call(TIMEOUT, invocation -> actOnTicks.wake(wake.dag(), tick, invocation));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // The edge: reconcile looks at it.
      if (!isClosed) {
        LOG.error("DAG {}: its ticks could not be acted on; reconcile does", wake.dag(), e);
      }
    }
  }

  /// The wakes that stand in memory come no more.
  @Override
  public void close() {
    isClosed = true;
    thread.ifPresent(Thread::interrupt);
    List<Runnable> _ = looks.shutdownNow();
  }
}
