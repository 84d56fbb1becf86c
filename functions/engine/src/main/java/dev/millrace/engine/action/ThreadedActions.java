package dev.millrace.engine.action;

import dev.millrace.engine.Clock;
import dev.millrace.engine.action.Finished.Ending;
import dev.millrace.engine.kind.Execution;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Runs each action that may block on a virtual thread of its own, and the others at once on the
/// invocation's thread. An action that ignores its interruption is left behind: its attempt has
/// ended, and whatever it still returns is dropped.
public final class ThreadedActions implements Actions {
  private final Clock clock;
  private final Map<ActionCall, Running> running = new LinkedHashMap<>();
  private final List<Finished> over = new ArrayList<>();

  private static final class Running {
    private final Instant startedAt;
    private @Nullable Thread thread;

    Running(Instant startedAt) {
      this.startedAt = startedAt;
    }
  }

  /// @param clock tells when deadlines have come
  public ThreadedActions(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void start(ActionCall call) {
    var startedAt = clock.now();
    if (!startedAt.isBefore(call.context().deadline())) {
      // Its time was over before it began: somebody else may have been told that it is lost.
      over.add(new Finished(call, new Ending.TimedOut(), startedAt, startedAt));
      return;
    }
    if (!call.kind().blocks()) {
      over.add(new Finished(call, run(call), startedAt, clock.now()));
      return;
    }
    var started = new Running(startedAt);
    running.put(call, started);
    started.thread =
        Thread.ofVirtual()
            .name("action " + call.context().run() + " " + call.context().label())
            .start(() -> finish(call, run(call)));
  }

  private static Ending run(ActionCall call) {
    try {
      var context = call.context();
      Execution execution =
          context.attempt().step() == 0
              ? call.kind().execute(context)
              : call.kind().resume(context);
      return new Ending.Returned(execution);
    } catch (InterruptedException e) {
      // Only this class interrupts actions, and only after it has said how they ended.
      Thread.currentThread().interrupt();
      return new Ending.TimedOut();
    } catch (RuntimeException e) {
      // The edge of foreign code: its fault becomes the attempt's failure.
      return new Ending.Crashed(e);
    }
  }

  private synchronized void finish(ActionCall call, Ending ending) {
    var started = running.remove(call);
    if (started != null) {
      over.add(new Finished(call, ending, started.startedAt, clock.now()));
      notifyAll();
    }
  }

  @Override
  public synchronized int running() {
    return running.size() + over.size();
  }

  @Override
  public synchronized List<Finished> await(Optional<Instant> until, Duration linger)
      throws InterruptedException {
    waitFor(until.orElse(Instant.MAX), 1);
    if (!over.isEmpty() && !running.isEmpty() && !linger.isZero()) {
      var end = clock.now().plus(linger);
      waitFor(
          until.isPresent() && until.get().isBefore(end) ? until.get() : end, Integer.MAX_VALUE);
    }
    var finished = List.copyOf(over);
    over.clear();
    return finished;
  }

  /// Waits until so many actions are over, all are, or the instant has come.
  private void waitFor(Instant until, int enough) throws InterruptedException {
    while (over.size() < enough && !(running.isEmpty() && !over.isEmpty())) {
      var now = clock.now();
      endOverdue(now);
      if (over.size() >= enough || !now.isBefore(until)) {
        return;
      }
      var next =
          running.keySet().stream()
              .map(call -> call.context().deadline())
              .min(Instant::compareTo)
              .filter(deadline -> deadline.isBefore(until))
              .orElse(until);
      if (next.equals(Instant.MAX)) {
        wait();
      } else {
        // Rounded up, so that waking up early does not make a tight loop.
        wait(Math.max(1, Duration.between(now, next).toMillis() + 1));
      }
    }
  }

  private void endOverdue(Instant now) {
    for (var call : List.copyOf(running.keySet())) {
      if (!now.isBefore(call.context().deadline())) {
        interrupt(call, new Ending.TimedOut());
      }
    }
  }

  @Override
  public synchronized void stop(Predicate<ActionCall> concerned) {
    for (var call : List.copyOf(running.keySet())) {
      if (concerned.test(call)) {
        interrupt(call, new Ending.Stopped());
      }
    }
  }

  private synchronized void interrupt(ActionCall call, Ending ending) {
    var started = running.get(call);
    if (started != null) {
      finish(call, ending);
      if (started.thread != null) {
        started.thread.interrupt();
      }
    }
  }
}
