package dev.millrace.local.sqlite;

import java.sql.SQLException;

/// How a message comes into the table `dead_letters`.
final class DeadRows {
  private DeadRows() {}

  static void bury(Statements database, long id, String now) throws SQLException {
    database.update(
        """
        INSERT INTO dead_letters (id, queue, run, sent_at, died_at, hidden_until, receives, message)
        SELECT id, queue, run, sent_at, ?, '', receives, message FROM messages WHERE id = ?\
        """,
        now,
        id);
    database.update("DELETE FROM messages WHERE id = ?", id);
  }

  /// At the start of a host nobody works on a dead letter.
  static void show(Statements database) throws SQLException {
    database.update("UPDATE dead_letters SET hidden_until = '' WHERE hidden_until <> ''");
  }
}
