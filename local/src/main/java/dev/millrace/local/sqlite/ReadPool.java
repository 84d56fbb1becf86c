package dev.millrace.local.sqlite;

import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/// Connections for reading. A read runs on its caller: it is short and finds its pages in memory,
/// so handing it to another thread would cost more than it. Each read sees all writes that returned
/// before it.
final class ReadPool implements AutoCloseable {
  /// Reads at the same time. Each may hold the carrier of a virtual thread.
  private static final int CONNECTIONS_MAX = 4;

  private final DatabaseFile file;
  private final Semaphore permits = new Semaphore(CONNECTIONS_MAX);
  private final ConcurrentLinkedDeque<Statements> free = new ConcurrentLinkedDeque<>();
  private volatile boolean isClosed;

  /// One read: queries and what they answer.
  ///
  /// @param <T> its answer
  @FunctionalInterface
  interface Read<T> {
    T from(Statements database) throws SQLException;
  }

  ReadPool(DatabaseFile file) {
    this.file = file;
  }

  /// Runs a read.
  ///
  /// @throws StorageException when it failed
  <T> T read(Read<T> read) {
    permits.acquireUninterruptibly();
    try {
      var database = connection();
      try {
        return read.from(database);
      } finally {
        // The one used last has the warmest cache.
        free.push(database);
      }
    } catch (SQLException failure) {
      throw StorageException.of(file.name(), failure);
    } finally {
      permits.release();
    }
  }

  private Statements connection() throws SQLException {
    if (isClosed) {
      throw new StorageException(file.name() + " is closed");
    }
    var database = free.poll();
    return database != null ? database : file.openForReading();
  }

  @Override
  public void close() {
    isClosed = true;
    permits.acquireUninterruptibly(CONNECTIONS_MAX);
    try {
      for (var database = free.poll(); database != null; database = free.poll()) {
        database.close();
      }
    } catch (SQLException failure) {
      throw StorageException.of(file.name(), failure);
    } finally {
      permits.release(CONNECTIONS_MAX);
    }
  }
}
