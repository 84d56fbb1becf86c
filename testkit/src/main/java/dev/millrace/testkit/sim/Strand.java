package dev.millrace.testkit.sim;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A flow of control in the simulated world, on a virtual thread of its own. It runs only while it
/// holds the baton: the world hands it over with [#resume], the strand gives it back with
/// [#pause] or by ending. So exactly one thread runs at any time, and nothing depends on how the
/// machine schedules.
public final class Strand {
  private final Thread thread;
  private volatile boolean hasBaton;
  private volatile boolean isOver;
  private volatile @Nullable Thread director;
  private volatile @Nullable Throwable fault;
  private boolean isStarted;

  /// One that has not begun.
  public Strand(String name, Runnable body) {
    thread =
        Thread.ofVirtual()
            .name(name)
            .unstarted(
                () -> {
                  try {
                    body.run();
                  } catch (Throwable thrown) { // the edge: the world looks at it
                    fault = thrown;
                  } finally {
                    isOver = true;
                    giveBack();
                  }
                });
  }

  /// Lets it run until it pauses or ends; for the world.
  public void resume() {
    director = Thread.currentThread();
    hasBaton = true;
    if (isStarted) {
      LockSupport.unpark(thread);
    } else {
      isStarted = true;
      thread.start();
    }
    while (hasBaton) {
      LockSupport.park(this);
    }
  }

  /// Gives the baton back until the next [#resume]; for the strand itself.
  public void pause() {
    giveBack();
    while (!hasBaton) {
      LockSupport.park(this);
    }
  }

  private void giveBack() {
    hasBaton = false;
    LockSupport.unpark(director);
  }

  /// Whether its body has ended.
  public boolean isOver() {
    return isOver;
  }

  /// What its body threw.
  public Optional<Throwable> fault() {
    return Optional.ofNullable(fault);
  }
}
