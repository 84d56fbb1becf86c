package dev.millrace.local.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The one writer of the file. Writes that wait are taken together, each run in the order in which
/// it came, and committed in one transaction; then their callers go on. Callers may be platform or
/// virtual threads, and any number of them.
final class GroupCommit implements AutoCloseable {
  /// Most writes of one transaction, so that the first of them does not wait for ever.
  private static final int BATCH_MAX = 1_000;

  private final String file;
  private final Statements database;
  private final Checkpoints checkpoints;
  private final ConcurrentLinkedQueue<Ticket<?>> waiting = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean isIdle;
  private volatile boolean isClosing;

  /// One write: statements and what they answer. It may be run again after a transaction failed,
  /// so it touches nothing but the database.
  ///
  /// @param <T> its answer
  @FunctionalInterface
  interface Write<T extends @Nullable Object> {
    T on(Statements database) throws SQLException;
  }

  GroupCommit(String file, Statements database, Checkpoints checkpoints) {
    this.file = file;
    this.database = database;
    this.checkpoints = checkpoints;
    // A platform thread: SQLite blocks whoever calls it, and would block a carrier.
    this.thread = Thread.ofPlatform().daemon().name("millrace-write").start(this::run);
  }

  /// Runs a write and returns when it is durable.
  ///
  /// @throws StorageException when it failed; nothing was written then
  <T extends @Nullable Object> T write(Write<T> write) {
    return write(write, _ -> {});
  }

  /// Runs a write and returns when it is durable.
  ///
  /// @param committed told the answer by the writing thread after the commit, before any later
  ///     write runs; it must be short
  /// @throws StorageException when it failed; nothing was written then
  <T extends @Nullable Object> T write(Write<T> write, Consumer<T> committed) {
    var ticket = new Ticket<>(write, committed, Thread.currentThread());
    waiting.add(ticket);
    if (isClosing) {
      // Whatever the thread did not take before it ended nobody will take.
      if (waiting.remove(ticket)) {
        throw new StorageException(file + " is closed");
      }
    }
    if (isIdle) {
      LockSupport.unpark(thread);
    }
    return ticket.await(file);
  }

  /// Writes that wait to be taken.
  int waiting() {
    return waiting.size();
  }

  private void run() {
    var batch = new ArrayList<Ticket<?>>();
    while (takeWaiting(batch)) {
      commit(batch);
      for (var ticket : batch) {
        ticket.complete();
      }
      checkpoints.note(database.pagesChanged() + 1, database);
      batch.clear();
    }
  }

  /// Waits until something can be written.
  ///
  /// @return false when nothing will come any more
  private boolean takeWaiting(List<Ticket<?>> batch) {
    while (true) {
      for (var ticket = waiting.poll(); ticket != null; ticket = waiting.poll()) {
        batch.add(ticket);
        if (batch.size() == BATCH_MAX) {
          return true;
        }
      }
      if (!batch.isEmpty()) {
        return true;
      }
      if (isClosing) {
        return false;
      }
      isIdle = true;
      // Whoever adds after this look sees that the thread is idle, and wakes it.
      if (waiting.isEmpty() && !isClosing) {
        LockSupport.park(this);
      }
      isIdle = false;
    }
  }

  private void commit(List<Ticket<?>> batch) {
    try {
      database.execute("BEGIN IMMEDIATE");
    } catch (SQLException locked) {
      // Another program has the file; each by itself would only wait as long again.
      rollback();
      batch.forEach(ticket -> ticket.fail(locked));
      return;
    }
    try {
      for (var ticket : batch) {
        ticket.run(database);
      }
      database.execute("COMMIT");
    } catch (SQLException | RuntimeException | Error failure) {
      rollback();
      if (batch.size() > 1) {
        // One of them failed, or there is no room for all: each by itself, so that none spoils
        // another.
        for (var ticket : batch) {
          commit(List.of(ticket));
        }
      } else {
        batch.getFirst().fail(failure);
      }
      return;
    }
    for (var ticket : batch) {
      ticket.committed();
    }
  }

  private void rollback() {
    try {
      database.execute("ROLLBACK");
    } catch (SQLException alreadyRolledBack) {
      // SQLite itself rolls back when the disk is full or fails; then there is nothing to do.
      // Should the transaction stand nevertheless, the next BEGIN fails and this is tried again.
    }
  }

  /// Waits for the writes that have begun and ends the thread.
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
    for (var ticket = waiting.poll(); ticket != null; ticket = waiting.poll()) {
      ticket.fail(new StorageException(file + " is closed"));
      ticket.complete();
    }
  }

  /// A write on its way, and who waits for it.
  private static final class Ticket<T extends @Nullable Object> {
    private final Write<T> write;
    private final Consumer<T> committed;
    private final Thread caller;
    private @Nullable T answer;
    private @Nullable Throwable failure;
    private volatile boolean isDone;

    Ticket(Write<T> write, Consumer<T> committed, Thread caller) {
      this.write = write;
      this.committed = committed;
      this.caller = caller;
    }

    void run(Statements database) throws SQLException {
      answer = write.on(database);
    }

    @SuppressWarnings("NullAway") // An answer is null only where T may be.
    void committed() {
      try {
        committed.accept(answer);
      } catch (RuntimeException bug) {
        failure = bug;
      }
    }

    void fail(Throwable cause) {
      failure = cause;
    }

    void complete() {
      isDone = true;
      LockSupport.unpark(caller);
    }

    /// Waits, also when interrupted: what was written must be known to be written.
    @SuppressWarnings("NullAway") // An answer is null only where T may be.
    T await(String file) {
      var isInterrupted = false;
      while (!isDone) {
        LockSupport.park(this);
        // A set flag would make every further park return at once.
        isInterrupted |= Thread.interrupted();
      }
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
      return switch (failure) {
        case null -> answer;
        case SQLException sql -> throw StorageException.of(file, sql);
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        case Throwable other -> throw new StorageException(file + ": " + other, other);
      };
    }
  }
}
