package dev.millrace.local.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/// The SQLite file of a data folder, and how connections to it are made.
final class DatabaseFile {
  /// Name of the file in its folder.
  static final String NAME = "millrace.db";

  /// How long to wait for another program that has the file locked, such as a `sqlite3` in which
  /// somebody began a transaction.
  private static final int BUSY_MILLIS = 5_000;

  /// What the log may keep of the disk once it was moved; a large payload may have made it longer.
  private static final int LOG_KEPT_BYTES = 64 << 20;

  /// Pages of the writer's cache, in KB: the upper levels of all trees stay in memory.
  private static final int WRITER_CACHE_KB = 32 * 1024;

  /// Pages of a reader's cache, in KB. It is emptied by every commit, so more would not help.
  private static final int READER_CACHE_KB = 4 * 1024;

  private final Path path;
  private final Durability durability;

  DatabaseFile(Path folder, Durability durability) {
    this.path = folder.resolve(NAME);
    this.durability = durability;
  }

  String name() {
    return path.toString();
  }

  /// The connection of the one thread that writes.
  Statements openForWriting() throws SQLException {
    var config = config(WRITER_CACHE_KB);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(
        switch (durability) {
          case NORMAL -> SQLiteConfig.SynchronousMode.NORMAL;
          case FULL -> SQLiteConfig.SynchronousMode.FULL;
        });
    // A thread of its own moves the log into the file, so that no writer waits for the disk.
    config.setWalAutocheckpoint(0);
    config.setJournalSizeLimit(LOG_KEPT_BYTES);
    return open(config);
  }

  /// A connection that cannot write.
  Statements openForReading() throws SQLException {
    var statements = open(config(READER_CACHE_KB));
    statements.execute("PRAGMA query_only = true");
    return statements;
  }

  private static SQLiteConfig config(int cacheKb) {
    var config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(-cacheKb);
    // Every row is written with all it needs; a check would only cost.
    config.enforceForeignKeys(false);
    // The driver would ask for the last row's number after every insert.
    config.setGetGeneratedKeys(false);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    return config;
  }

  private Statements open(SQLiteConfig config) throws SQLException {
    return new Statements(config.createConnection("jdbc:sqlite:" + path));
  }
}
