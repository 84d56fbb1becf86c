package dev.millrace.local.sqlite;

import dev.millrace.core.RunId;
import dev.millrace.engine.text.InstantText;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The table `messages`, and how a message goes on to `dead_letters`.
final class MessageRows {
  private MessageRows() {}

  /// What is known of a message without its text.
  record Row(long id, String run, Instant sentAt, Instant dueAt, int receives) {}

  static void insert(
      Statements database,
      long id,
      QueueName queue,
      RunId run,
      String text,
      Instant sentAt,
      Instant dueAt)
      throws SQLException {
    database.update(
        """
        INSERT INTO messages (id, queue, run, sent_at, due_at, receives, message)
        VALUES (?, ?, ?, ?, ?, 0, ?)\
        """,
        id,
        queue.text(),
        run.text(),
        InstantText.of(sentAt),
        InstantText.of(dueAt),
        text);
  }

  /// All messages of a queue in the order in which they were sent.
  static List<Row> all(Statements database, QueueName queue) throws SQLException {
    return database.all(
        """
        SELECT id, run, sent_at, due_at, receives FROM messages
        WHERE queue = ? ORDER BY id\
        """,
        row ->
            new Row(
                row.getLong(1),
                row.getString(2),
                InstantText.parse(row.getString(3)),
                InstantText.parse(row.getString(4)),
                row.getInt(5)),
        queue.text());
  }

  static Optional<String> text(Statements database, long id) throws SQLException {
    return database.first("SELECT message FROM messages WHERE id = ?", row -> row.getString(1), id);
  }

  /// Counts a delivery.
  ///
  /// @return false when the message was acknowledged at this very moment with the receipt before
  static boolean receive(Statements database, Receipt receipt, String now) throws SQLException {
    return database.update(
            "UPDATE messages SET receives = ?, received_at = ? WHERE id = ? AND receives = ?",
            receipt.receives(),
            now,
            receipt.id(),
            receipt.receives() - 1)
        == 1;
  }

  /// Removes a message that was handled.
  ///
  /// @return false when the receipt is worth nothing any more
  static boolean acknowledge(Statements database, Receipt receipt) throws SQLException {
    return database.update(
            "DELETE FROM messages WHERE id = ? AND receives = ?", receipt.id(), receipt.receives())
        == 1;
  }

  /// Makes a message a dead letter.
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
  static void showDead(Statements database) throws SQLException {
    database.update("UPDATE dead_letters SET hidden_until = '' WHERE hidden_until <> ''");
  }
}
