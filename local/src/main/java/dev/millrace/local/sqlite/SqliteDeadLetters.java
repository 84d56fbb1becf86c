package dev.millrace.local.sqlite;

import dev.millrace.engine.Clock;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.MessageFormat;
import dev.millrace.engine.text.InstantText;
import dev.millrace.engine.text.StoredTextException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The table `dead_letters`. Rare, so that it is read as it stands.
final class SqliteDeadLetters implements DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteDeadLetters.class);

  /// How long a dead letter that was read stays hidden: reconcile deals with one in far less.
  private static final Duration HIDDEN_FOR = Duration.ofMinutes(5);

  private final GroupCommit writer;
  private final Clock clock;

  private record Row(long id, String message) {}

  SqliteDeadLetters(GroupCommit writer, Clock clock) {
    this.writer = writer;
    this.clock = clock;
  }

  @Override
  public List<DeadDispatch> dispatch(int limit) {
    return letters(
        "queue IN ('dispatch', 'dispatch-long')",
        limit,
        (receipt, text) -> new DeadDispatch(receipt, MessageFormat.readDispatch(text)));
  }

  @Override
  public List<DeadResult> results(int limit) {
    return letters(
        "queue = 'results'",
        limit,
        (receipt, text) -> new DeadResult(receipt, MessageFormat.readResult(text)));
  }

  /// None: the clock of this host calls the engine itself, and reconcile finds what it could not
  /// do.
  @Override
  public List<DeadTick> ticks(int limit) {
    return List.of();
  }

  private <T> List<T> letters(String queues, int limit, BiFunction<String, String, T> reading) {
    var now = clock.now();
    var hiddenUntil = InstantText.of(now.plus(HIDDEN_FOR));
    var rows = writer.write(database -> take(database, queues, limit, hiddenUntil));
    var letters = new ArrayList<T>(rows.size());
    for (var row : rows) {
      try {
        letters.add(reading.apply(row.id() + " " + hiddenUntil, row.message()));
      } catch (StoredTextException unreadable) {
        // It stays for people to look at until its time is over.
        LOG.warn("dead letter {}: {}", row.id(), unreadable.getMessage());
      }
    }
    return letters;
  }

  private List<Row> take(Statements database, String queues, int limit, String hiddenUntil)
      throws SQLException {
    var now = clock.now();
    database.update(
        "DELETE FROM dead_letters WHERE died_at <= ?", InstantText.of(now.minus(KEPT_FOR)));
    var rows =
        database.all(
            "SELECT id, message FROM dead_letters WHERE "
                + queues
                + " AND hidden_until <= ? ORDER BY id LIMIT ?",
            row -> new Row(row.getLong(1), row.getString(2)),
            InstantText.of(now),
            limit);
    for (var row : rows) {
      database.update(
          "UPDATE dead_letters SET hidden_until = ? WHERE id = ?", hiddenUntil, row.id());
    }
    return rows;
  }

  @Override
  public void remove(String receipt) {
    var space = receipt.indexOf(' ');
    if (space < 1) {
      throw new IllegalArgumentException("not the receipt of a dead letter: " + receipt);
    }
    writer.write(
        database ->
            database.update(
                "DELETE FROM dead_letters WHERE id = ? AND hidden_until = ?",
                Long.parseLong(receipt.substring(0, space)),
                receipt.substring(space + 1)));
  }
}
