package dev.millrace.local.sqlite;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.core.Work;
import dev.millrace.core.run.Lease;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.RunStore.Claiming;
import dev.millrace.engine.store.Token;
import dev.millrace.engine.text.InstantText;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The tables `claims`, `stops` and `tokens`. A claim stays until its run is removed, which is
/// longer than any message lives.
final class ClaimRows {
  private static final String CLAIM_OF =
      """
      SELECT message, invocation, lease_until, host FROM claims
      WHERE run = ? AND assignment = ?\
      """;

  private final GroupCommit writer;
  private final ReadPool reads;

  ClaimRows(GroupCommit writer, ReadPool reads) {
    this.writer = writer;
    this.reads = reads;
  }

  Claiming claim(Claim claim) {
    var lease = claim.lease();
    return writer.write(
        database -> {
          var inserted =
              database.update(
                  """
                  INSERT INTO claims (run, assignment, message, invocation, lease_until, host)
                  VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
                  """,
                  claim.run().text(),
                  claim.assignment().toString(),
                  claim.message(),
                  lease.invocation(),
                  InstantText.of(lease.until()),
                  lease.host());
          return inserted == 1
              ? new Claiming.Claimed()
              : new Claiming.Taken(
                  claimOf(database, claim.run(), claim.assignment()).orElseThrow());
        });
  }

  Optional<Claim> claimOf(RunId run, AssignmentId assignment) {
    return reads.read(database -> claimOf(database, run, assignment));
  }

  private static Optional<Claim> claimOf(Statements database, RunId run, AssignmentId assignment)
      throws SQLException {
    return database.first(
        CLAIM_OF,
        row ->
            new Claim(
                run,
                assignment,
                row.getString(1),
                new Lease(row.getString(2), InstantText.parse(row.getString(3)), row.getLong(4))),
        run.text(),
        assignment.toString());
  }

  void putStop(RunId run, RunStore.Stop stop) {
    writer.write(
        database ->
            database.update(
                """
                INSERT INTO stops (run, epoch, cause) VALUES (?, ?, ?)
                ON CONFLICT (run) DO UPDATE SET epoch = excluded.epoch, cause = excluded.cause
                WHERE excluded.epoch > stops.epoch\
                """,
                run.text(),
                stop.epoch(),
                stop.cause().name()));
  }

  void putToken(Token token) {
    writer.write(
        database ->
            database.update(
                """
                INSERT INTO tokens (run, hash, work, attempt, heartbeat, last_seen)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
                """,
                token.run().text(),
                token.hash(),
                token.work().toString(),
                token.attempt(),
                token.heartbeat().map(Duration::toString).orElse(null),
                InstantText.of(token.lastSeen())));
  }

  Optional<Token> token(RunId run, String hash) {
    return reads.read(
        database ->
            database.first(
                """
                SELECT work, attempt, heartbeat, last_seen FROM tokens
                WHERE run = ? AND hash = ?\
                """,
                row ->
                    new Token(
                        run,
                        hash,
                        Work.parse(row.getString(1)),
                        row.getInt(2),
                        Optional.ofNullable(row.getString(3)).map(Duration::parse),
                        InstantText.parse(row.getString(4))),
                run.text(),
                hash));
  }

  void seen(RunId run, String hash, Instant at) {
    var text = InstantText.of(at);
    writer.write(
        database ->
            database.update(
                "UPDATE tokens SET last_seen = ? WHERE run = ? AND hash = ? AND last_seen < ?",
                text,
                run.text(),
                hash,
                text));
  }
}
