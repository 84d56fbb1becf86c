package dev.millrace.local.sqlite;

import dev.millrace.core.DagName;
import dev.millrace.engine.Clock;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.DagVersion;
import dev.millrace.engine.text.InstantText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The tables `dags` and `dag_versions`.
final class SqliteDagStore implements DagStore {
  private static final String VERSIONS =
      "SELECT v.dag, v.version, v.document, v.digest, v.created_at FROM dag_versions v";

  private static final String LATEST =
      VERSIONS + " JOIN dags d ON d.dag = v.dag AND d.latest = v.version AND d.removed_at IS NULL";

  private final GroupCommit writer;
  private final ReadPool reads;
  private final Clock clock;

  private record Head(int latest, boolean isRemoved) {}

  SqliteDagStore(GroupCommit writer, ReadPool reads, Clock clock) {
    this.writer = writer;
    this.reads = reads;
    this.clock = clock;
  }

  @Override
  public Putting put(DagName dag, String document, String digest, Instant now) {
    return writer.write(
        database -> {
          var head =
              database
                  .first(
                      "SELECT latest, removed_at IS NOT NULL FROM dags WHERE dag = ?",
                      row -> new Head(row.getInt(1), row.getBoolean(2)),
                      dag.text())
                  .orElse(new Head(0, true));
          if (!head.isRemoved() && digestOf(database, dag, head.latest()).equals(digest)) {
            return new Putting.Unchanged(head.latest());
          }
          var next = head.latest() + 1;
          database.update(
              """
              INSERT INTO dag_versions (dag, version, digest, created_at, document)
              VALUES (?, ?, ?, ?, ?)\
              """,
              dag.text(),
              next,
              digest,
              InstantText.of(now),
              document);
          database.update(
              """
              INSERT INTO dags (dag, latest) VALUES (?, ?)
              ON CONFLICT (dag) DO UPDATE SET latest = excluded.latest, removed_at = NULL\
              """,
              dag.text(),
              next);
          return new Putting.Added(next);
        });
  }

  private static String digestOf(Statements database, DagName dag, int version)
      throws SQLException {
    return database
        .first(
            "SELECT digest FROM dag_versions WHERE dag = ? AND version = ?",
            row -> row.getString(1),
            dag.text(),
            version)
        .orElseThrow();
  }

  @Override
  public Optional<DagVersion> latest(DagName dag) {
    return reads.read(
        database ->
            database.first(LATEST + " WHERE v.dag = ?", SqliteDagStore::version, dag.text()));
  }

  @Override
  public Optional<DagVersion> version(DagName dag, int version) {
    return reads.read(
        database ->
            database.first(
                VERSIONS + " WHERE v.dag = ? AND v.version = ?",
                SqliteDagStore::version,
                dag.text(),
                version));
  }

  @Override
  public List<DagVersion> list() {
    return reads.read(
        database -> database.all(LATEST + " ORDER BY v.dag", SqliteDagStore::version));
  }

  private static DagVersion version(ResultSet row) throws SQLException {
    return new DagVersion(
        new DagName(row.getString(1)),
        row.getInt(2),
        row.getString(3),
        row.getString(4),
        InstantText.parse(row.getString(5)));
  }

  @Override
  public boolean remove(DagName dag) {
    var now = InstantText.of(clock.now());
    return writer.write(
            database ->
                database.update(
                    "UPDATE dags SET removed_at = ? WHERE dag = ? AND removed_at IS NULL",
                    now,
                    dag.text()))
        == 1;
  }
}
