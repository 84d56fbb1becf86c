package dev.millrace.local.invocation;

import dev.millrace.engine.Clock;
import dev.millrace.engine.Ids;
import dev.millrace.engine.Invocation;
import dev.millrace.local.deadline.Deadlines;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Calls functions: each call has a time after which its thread is interrupted. Safe for any number
/// of threads.
public final class Invocations {
  private final Deadlines deadlines;
  private final Clock clock;
  private final Ids ids;
  private final long hostNumber;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  /// @param hostNumber counts the starts of this host on its data
  public Invocations(Deadlines deadlines, Clock clock, Ids ids, long hostNumber) {
    this.deadlines = deadlines;
    this.clock = clock;
    this.ids = ids;
    this.hostNumber = hostNumber;
  }

  /// What is done in a call.
  @FunctionalInterface
  public interface Work {
    /// Does it.
    ///
    /// @throws InterruptedException when the call's time is over, or the host closes
    void in(Invocation invocation) throws InterruptedException;
  }

  /// A new invocation that may take so long.
  public Invocation open(Duration timeout) {
    return new Invocation(ids.invocation(), clock.now().plus(timeout), hostNumber);
  }

  /// Calls a function on this thread.
  ///
  /// @throws InterruptedException when its time was over, or the host closes
  public void call(Duration timeout, Work work) throws InterruptedException {
    var thread = Thread.currentThread();
    running.add(thread);
    try (var _ = deadlines.interruptAfter(timeout)) {
      work.in(open(timeout));
    } finally {
      running.remove(thread);
    }
  }

  /// Interrupts all calls.
  public void interruptAll() {
    running.forEach(Thread::interrupt);
  }
}
