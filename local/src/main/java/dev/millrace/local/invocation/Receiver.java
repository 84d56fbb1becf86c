package dev.millrace.local.invocation;

import dev.millrace.engine.Invocation;
import dev.millrace.local.sqlite.Delivery;
import dev.millrace.local.sqlite.QueueReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives the messages of one queue and calls its function with them, as an event source mapping
/// does on AWS: so many messages a call, so many calls at the same time.
///
/// @param <M> the messages
public final class Receiver<M> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);

  /// After this long without a message the receiver looks whether it was closed; it is woken
  /// whenever something can be received.
  private static final Duration AWAIT_MAX = Duration.ofHours(1);

  /// How long receiving pauses after the storage failed, as it does on a full disk.
  private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);

  private final HostedFunction function;
  private final QueueReader<M> queue;
  private final Invocations invocations;
  private final Function<M> work;
  private final Semaphore places;
  private final Thread thread;
  private volatile boolean closed;

  /// Handles messages.
  ///
  /// @param <M> the messages
  @FunctionalInterface
  public interface Function<M> {
    /// Handles a batch.
    ///
    /// @return what to do with each; messages that are in neither part stay hidden for the rest of
    ///     their time and then come back
    /// @throws InterruptedException when the call's time is over, or the host closes
    Handled handle(List<Delivery<M>> messages, Invocation invocation) throws InterruptedException;
  }

  /// What to do with messages after they were handled.
  ///
  /// @param acknowledged receipts of those that caused all that they should
  /// @param comeBack receipts of those that are to be received again, and when
  public record Handled(List<String> acknowledged, Map<String, Instant> comeBack) {
    /// Copies both.
    public Handled {
      acknowledged = List.copyOf(acknowledged);
      comeBack = Map.copyOf(comeBack);
    }
  }

  /// Not yet receiving.
  public Receiver(
      HostedFunction function, QueueReader<M> queue, Invocations invocations, Function<M> work) {
    this.function = function;
    this.queue = queue;
    this.invocations = invocations;
    this.work = work;
    this.places = new Semaphore(function.concurrency());
    this.thread = Thread.ofVirtual().name("receive " + function).unstarted(this::receive);
  }

  /// Begins to receive.
  public void start() {
    thread.start();
  }

  private void receive() {
    try {
      while (!closed) {
        // Received only with a place to handle it: a message must not wait hidden.
        places.acquire();
        var free = 1 + takeMore(callsAtOnce() - 1);
        var calls = 0;
        try {
          calls = handOut(free);
        } finally {
          places.release(free - calls);
        }
      }
    } catch (InterruptedException e) {
      // The host closes; what was received and not handled comes back.
    }
  }

  /// One receiving is one write, so it takes as many messages as there are places.
  private int callsAtOnce() {
    return Math.max(1, QueueReader.BATCH_MAX / function.batchSize());
  }

  private int takeMore(int most) {
    var taken = 0;
    while (taken < most && places.tryAcquire()) {
      taken++;
    }
    return taken;
  }

  /// @return how many calls were begun
  private int handOut(int free) throws InterruptedException {
    var most = Math.min(QueueReader.BATCH_MAX, free * function.batchSize());
    List<Delivery<M>> messages;
    try {
      messages = queue.await(most, function.visibility(), AWAIT_MAX);
    } catch (RuntimeException e) {
      if (closed) {
        return 0;
      }
      LOG.error("receiving from {} failed; trying again", function, e);
      TimeUnit.NANOSECONDS.sleep(PAUSE_AFTER_FAULT.toNanos());
      return 0;
    }
    var calls = 0;
    for (var from = 0; from < messages.size(); from += function.batchSize()) {
      var to = Math.min(messages.size(), from + function.batchSize());
      var batch = List.copyOf(messages.subList(from, to));
      Thread.ofVirtual().name("call " + function).start(() -> callWith(batch));
      calls++;
    }
    return calls;
  }

  private void callWith(List<Delivery<M>> batch) {
    try {
      invocations.call(function.timeout(), invocation -> settle(work.handle(batch, invocation)));
    } catch (InterruptedException e) {
      if (!closed) {
        LOG.warn("{} did not end within {}; its messages come back", function, function.timeout());
      }
    } catch (RuntimeException e) {
      // The edge: the messages come back when their time is over, and often enough they are dead.
      if (!closed) {
        LOG.error("{} failed; its messages come back: {}", function, batch, e);
      }
    } finally {
      places.release();
    }
  }

  /// Last of all: a crash before this brings the messages back, one after it loses nothing.
  private void settle(Handled handled) {
    handled.comeBack().forEach(queue::changeVisibility);
    if (!handled.acknowledged().isEmpty()) {
      queue.acknowledge(handled.acknowledged());
    }
  }

  /// Whether messages are received.
  public boolean isReceiving() {
    return thread.isAlive();
  }

  /// Receives nothing more. Calls that run go on.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  /// Waits until no call runs.
  ///
  /// @return whether none does
  public boolean awaitIdle(Duration atMost) throws InterruptedException {
    if (thread.getState() != Thread.State.NEW) {
      thread.join();
    }
    return places.tryAcquire(function.concurrency(), atMost.toNanos(), TimeUnit.NANOSECONDS);
  }
}
