package dev.millrace.testkit.dag;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One invocation's flow of control, which can stand still in virtual time while others go on. It
/// has a virtual thread of its own, but runs only while the test's thread waits for it in
/// [#resume]: exactly one of them runs at any time, and nothing depends on how the machine
/// schedules. What users wrote runs on the test's own thread, see [#ask].
final class Strand {
  private final Thread thread;
  private volatile boolean runs;
  private volatile boolean isOver;
  private volatile boolean isAbandoned;
  private volatile @Nullable Thread director;
  private volatile @Nullable Throwable fault;
  private volatile @Nullable Runnable question;

  /// Unwinds the strand of a test that is over.
  static final class Abandoned extends Error {
    Abandoned() {
      super("the test is over", null, false, false);
    }
  }

  Strand(String name, Runnable body) {
    thread = Thread.ofVirtual().name(name).unstarted(() -> run(body));
  }

  private void run(Runnable body) {
    try {
      body.run();
    } catch (Abandoned e) {
      // Nobody looks any more.
    } catch (Throwable thrown) { // the edge: the host throws it on the test's thread
      fault = thrown;
    } finally {
      isOver = true;
      giveBack();
    }
  }

  /// Lets it run until it pauses or ends; for the test's thread.
  void resume() {
    director = Thread.currentThread();
    do {
      question = null;
      runs = true;
      if (thread.getState() == Thread.State.NEW) {
        thread.start();
      } else {
        LockSupport.unpark(thread);
      }
      while (runs) {
        LockSupport.park(this);
      }
      var asked = question;
      if (asked != null) {
        asked.run();
      }
    } while (question != null);
  }

  /// Stands still until the next [#resume]; for the strand itself.
  void pause() {
    giveBack();
    while (!runs) {
      if (isAbandoned) {
        throw new Abandoned();
      }
      LockSupport.park(this);
    }
  }

  /// Has something worked out on the test's thread; for the strand itself. What it throws ends the
  /// host's step there, and this strand never goes on.
  <T> T ask(Supplier<T> what) {
    var answer = new Box<T>();
    question = () -> answer.value = what.get();
    pause();
    var value = answer.value;
    if (value == null) {
      throw new IllegalStateException("went on without an answer");
    }
    return value;
  }

  private static final class Box<T> {
    volatile @Nullable T value;
  }

  private void giveBack() {
    runs = false;
    LockSupport.unpark(director);
  }

  /// Ends a strand that stands still, so that no thread is left behind.
  void abandon() {
    isAbandoned = true;
    LockSupport.unpark(thread);
  }

  boolean isOver() {
    return isOver;
  }

  /// What its body threw.
  Optional<Throwable> fault() {
    return Optional.ofNullable(fault);
  }
}
