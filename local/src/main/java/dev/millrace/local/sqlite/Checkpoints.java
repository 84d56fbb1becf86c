package dev.millrace.local.sqlite;

import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves the write-ahead log into the file, on a thread and a connection of its own: it waits for
/// the disk, and writers shall not.
final class Checkpoints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  /// Changed pages after which the log is moved; SQLite's own default.
  private static final long PAGES_MAX = 1_000;

  /// Pages in the log (64 MB) after which the writer moves it itself: while it goes on writing, the
  /// log cannot begin anew and would grow without end.
  private static final long LOG_PAGES_MAX = 16_384;

  private static final String CHECKPOINT = "PRAGMA wal_checkpoint(PASSIVE)";

  private final String file;
  private final Statements database;
  private final Thread thread;
  private long pagesSince;
  private volatile boolean isDue;
  private volatile boolean isTooLong;
  private volatile boolean isClosing;

  Checkpoints(String file, Statements database) {
    this.file = file;
    this.database = database;
    this.thread = Thread.ofPlatform().daemon().name("millrace-checkpoint").start(this::run);
  }

  /// Told by the writing thread, between transactions, what it has written.
  void note(long pages, Statements writer) {
    pagesSince += pages;
    if (isTooLong) {
      isTooLong = false;
      checkpoint(writer);
      pagesSince = 0;
    } else if (pagesSince >= PAGES_MAX) {
      pagesSince = 0;
      isDue = true;
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!isClosing) {
      if (isDue) {
        isDue = false;
        isTooLong = checkpoint(database) > LOG_PAGES_MAX;
      } else {
        LockSupport.park(this);
      }
    }
  }

  /// @return the pages in the log
  private long checkpoint(Statements statements) {
    try {
      return statements.first(CHECKPOINT, row -> row.getLong(2)).orElse(0L);
    } catch (SQLException failed) {
      // The log keeps everything; a later checkpoint moves it, or a write reports the same fault.
      LOG.warn("{}: the write-ahead log could not be moved: {}", file, failed.getMessage());
      return 0;
    }
  }

  @Override
  public void close() {
    isClosing = true;
    LockSupport.unpark(thread);
    var isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException later) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
