package dev.millrace.local.sqlite;

import dev.millrace.core.plan.Lane;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Ids;
import dev.millrace.engine.Ports;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.queue.Timers;
import dev.millrace.engine.schedule.Schedules;
import dev.millrace.engine.secret.Secrets;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.PayloadStore;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.text.InstantText;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Everything durable of an embedded host, in the file `millrace.db` of one data folder. One
/// process has a folder at a time. All that is handed out is safe for any number of threads, and
/// throws [StorageException] when the disk is full or fails; nothing is half written then, and work
/// goes on when there is space again.
///
/// A write that returned survives `kill -9`. What a loss of power may cost says [Durability].
public final class SqliteStorage implements AutoCloseable {
  private final FolderLock lock;
  private final Statements writing;
  private final Statements checkpointing;
  private final Checkpoints checkpoints;
  private final GroupCommit writer;
  private final ReadPool reads;
  private final SqliteQueues queues;
  private final SqliteRunStore runs;
  private final SqliteDagStore dags;
  private final SqlitePayloadStore payloads;
  private final SqliteEntryStore entries;
  private final SqliteDeadLetters deadLetters;
  private final Clock clock;
  private final long hostNumber;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private SqliteStorage(
      FolderLock lock,
      DatabaseFile file,
      Statements writing,
      Statements checkpointing,
      Clock clock,
      long hostNumber) {
    this.lock = lock;
    this.writing = writing;
    this.checkpointing = checkpointing;
    this.checkpoints = new Checkpoints(file.name(), checkpointing);
    this.writer = new GroupCommit(file.name(), writing, checkpoints);
    this.reads = new ReadPool(file);
    this.clock = clock;
    this.hostNumber = hostNumber;
    this.runs = new SqliteRunStore(writer, reads);
    this.dags = new SqliteDagStore(writer, reads, clock);
    this.payloads = new SqlitePayloadStore(writer, reads);
    this.entries = new SqliteEntryStore(writer, reads, clock);
    this.deadLetters = new SqliteDeadLetters(writer, clock);
    this.queues = new SqliteQueues(writer, reads, clock, new MessageIds(hostNumber));
  }

  /// Opens the storage in a folder, which is made when it is missing. Messages that were being
  /// worked on when the former host ended are visible again.
  ///
  /// @param clock by which delays and visibility are told
  /// @throws StorageException when another process has the folder, a newer Millrace has written the
  ///     file, or it cannot be used
  public static SqliteStorage open(Path folder, Clock clock, Durability durability) {
    var lock = FolderLock.take(folder);
    var file = new DatabaseFile(folder, durability);
    SqliteStorage storage;
    try {
      storage = open(lock, file, clock);
    } catch (SQLException failure) {
      lock.close();
      throw StorageException.of(file.name(), failure);
    } catch (RuntimeException failure) {
      lock.close();
      throw failure;
    }
    try {
      storage.queues.load();
      return storage;
    } catch (RuntimeException failure) {
      storage.close();
      throw failure;
    }
  }

  private static SqliteStorage open(FolderLock lock, DatabaseFile file, Clock clock)
      throws SQLException {
    var writing = file.openForWriting();
    try {
      Schema.prepare(file.name(), writing);
      var hostNumber = nextStart(writing, clock);
      return new SqliteStorage(lock, file, writing, file.openForWriting(), clock, hostNumber);
    } catch (SQLException | RuntimeException failure) {
      writing.close();
      throw failure;
    }
  }

  private static long nextStart(Statements database, Clock clock) throws SQLException {
    database.execute("BEGIN IMMEDIATE");
    database.update(
        """
        INSERT INTO meta (name, value) VALUES ('starts', '1')
        ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1\
        """);
    database.update(
        "INSERT OR REPLACE INTO meta (name, value) VALUES ('last_start', ?)",
        InstantText.of(clock.now()));
    MessageRows.showDead(database);
    Deduplications.forget(database, clock.now());
    var starts =
        database.first("SELECT value FROM meta WHERE name = 'starts'", row -> row.getLong(1));
    database.execute("COMMIT");
    return starts.orElseThrow();
  }

  /// Counts the starts of hosts on this folder, from 1. Leases carry it: one of an earlier start is
  /// over.
  public long hostNumber() {
    return hostNumber;
  }

  /// All that the engine asks of a host.
  ///
  /// @param schedules wakes for ticks: they stand in no file
  public Ports ports(Ids ids, Secrets secrets, Schedules schedules) {
    return new Ports(
        dags,
        runs,
        payloads,
        entries,
        secrets,
        queues,
        queues,
        queues,
        schedules,
        deadLetters,
        clock,
        ids,
        hostNumber);
  }

  /// Runs and what belongs to them.
  public RunStore runs() {
    return runs;
  }

  /// DAGs and their versions.
  public DagStore dags() {
    return dags;
  }

  /// Large payloads.
  public PayloadStore payloads() {
    return payloads;
  }

  /// What all workers agree on beside DAGs and runs.
  public EntryStore entries() {
    return entries;
  }

  /// The sending side of the queues of work.
  public DispatchQueue dispatch() {
    return queues;
  }

  /// The receiving side of the queue of a lane.
  public QueueReader<DispatchMessage> receiving(Lane lane) {
    return queues.lane(lane);
  }

  /// The sending side of the queue of outcomes.
  public ResultsQueue results() {
    return queues;
  }

  /// The receiving side of the queue of outcomes.
  public QueueReader<ResultMessage> receivingResults() {
    return queues.results();
  }

  /// Wakes at any instant.
  public Timers timers() {
    return queues;
  }

  /// Messages that were received too often.
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  /// For tests that make the disk full.
  GroupCommit writer() {
    return writer;
  }

  /// Waits for the writes that have begun, and gives the folder back. Whoever waits for a message
  /// goes on with none; later calls throw. Closing twice does no harm.
  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    queues.close();
    writer.close();
    checkpoints.close();
    reads.close();
    try {
      checkpointing.close();
      // The last connection to close moves the log into the file and removes it.
      writing.close();
    } catch (SQLException failure) {
      throw new StorageException("the data folder could not be closed", failure);
    } finally {
      lock.close();
    }
  }
}
