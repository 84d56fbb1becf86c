package dev.millrace.local.sqlite;

import dev.millrace.core.RunId;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.text.InstantText;
import java.sql.SQLException;
import java.time.Instant;

/// The table `deduplications`. For the writing thread only.
final class Deduplications {
  /// Notes after which those that are over are looked for, which reads the whole table.
  private static final int NOTES_BETWEEN = 10_000;

  private int notes;

  /// Notes a message, and says whether it is none that was sent a short while ago.
  boolean isNew(Statements database, RunId run, String id, Instant now) throws SQLException {
    if (++notes % NOTES_BETWEEN == 0) {
      forget(database, now);
    }
    var noted =
        database.update(
            """
            INSERT INTO deduplications (run, id, until) VALUES (?, ?, ?)
            ON CONFLICT (run, id) DO UPDATE SET until = excluded.until WHERE until <= ?\
            """,
            run.text(),
            id,
            InstantText.of(now.plus(ResultsQueue.DEDUPLICATED_FOR)),
            InstantText.of(now));
    return noted == 1;
  }

  /// Forgets what is over.
  static int forget(Statements database, Instant now) throws SQLException {
    return database.update("DELETE FROM deduplications WHERE until <= ?", InstantText.of(now));
  }
}
