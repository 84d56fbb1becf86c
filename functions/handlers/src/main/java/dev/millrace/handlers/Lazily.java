package dev.millrace.handlers;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes something when it is first asked for, and only once. Safe for any number of threads.
final class Lazily<T> implements Supplier<T> {
  private final Supplier<T> making;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable T made;

  private Lazily(Supplier<T> making) {
    this.making = making;
  }

  static <T> Supplier<T> once(Supplier<T> making) {
    return new Lazily<>(making);
  }

  @Override
  public T get() {
    var known = made;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      var now = made;
      if (now == null) {
        now = making.get();
        made = now;
      }
      return now;
    } finally {
      lock.unlock();
    }
  }
}
