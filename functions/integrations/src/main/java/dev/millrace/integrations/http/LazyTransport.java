package dev.millrace.integrations.http;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A transport that is opened with the first request, and again by one that comes after it was
/// closed. Safe for any number of threads.
final class LazyTransport implements AutoCloseable {
  private final Supplier<HttpTransport> opening;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable HttpTransport open;

  LazyTransport(Supplier<HttpTransport> opening) {
    this.opening = opening;
  }

  HttpTransport get() {
    var now = open;
    if (now != null) {
      return now;
    }
    lock.lock();
    try {
      var opened = open;
      if (opened == null) {
        opened = opening.get();
        open = opened;
      }
      return opened;
    } finally {
      lock.unlock();
    }
  }

  /// Closes all connections, those in use too.
  @Override
  public void close() {
    lock.lock();
    try {
      var now = open;
      if (now != null) {
        now.close();
        open = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
