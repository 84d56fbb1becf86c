package dev.millrace.local.sqlite;

import dev.millrace.core.RunId;
import dev.millrace.engine.store.RunFormat;
import dev.millrace.engine.store.RunPage;
import dev.millrace.engine.store.RunQuery;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.text.InstantText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which runs are due, and pages of runs. A cursor is where a page ended: start and id of its last
/// run, so that runs which start meanwhile disturb nobody.
final class RunLists {
  private final ReadPool reads;

  RunLists(ReadPool reads) {
    this.reads = reads;
  }

  List<RunId> due(Instant until, int limit) {
    return reads.read(
        database ->
            database.all(
                """
                SELECT run FROM runs WHERE next_check IS NOT NULL AND next_check <= ?
                ORDER BY next_check LIMIT ?\
                """,
                row -> new RunId(row.getString(1)),
                InstantText.of(until),
                limit));
  }

  RunPage list(RunQuery query) {
    if (query.limit() < 1 || query.limit() > RunQuery.LIMIT_MAX) {
      throw new IllegalArgumentException(
          "a page holds 1 to " + RunQuery.LIMIT_MAX + " runs, not " + query.limit());
    }
    var conditions = new ArrayList<String>();
    // Groups are a part of the run around them.
    conditions.add("record ->> '$.group' IS NULL");
    conditions.add("record ->> '$.chunk' IS NULL");
    var parameters = new ArrayList<Object>();
    query.dag().ifPresent(dag -> add(conditions, "dag = ?", parameters, dag.text()));
    query.status().ifPresent(status -> add(conditions, "status = ?", parameters, status.name()));
    query
        .from()
        .ifPresent(from -> add(conditions, "started_at >= ?", parameters, InstantText.of(from)));
    query.to().ifPresent(to -> add(conditions, "started_at < ?", parameters, InstantText.of(to)));
    query
        .cursor()
        .map(Cursor::parse)
        .ifPresent(
            cursor ->
                add(
                    conditions,
                    "(started_at, run) < (?, ?)",
                    parameters,
                    cursor.startedAt(),
                    cursor.run()));
    // One more than asked for tells whether there is a next page.
    parameters.add(query.limit() + 1);
    var sql =
        "SELECT record FROM runs"
            + " WHERE "
            + String.join(" AND ", conditions)
            + " ORDER BY started_at DESC, run DESC LIMIT ?";
    var found =
        reads
            .read(database -> database.all(sql, row -> row.getString(1), parameters.toArray()))
            .stream()
            .map(RunFormat::read)
            .toList();
    if (found.size() <= query.limit()) {
      return new RunPage(found, Optional.empty());
    }
    var page = found.subList(0, query.limit());
    return new RunPage(page, Optional.of(Cursor.after(page.getLast()).toString()));
  }

  private static void add(
      List<String> conditions, String condition, List<Object> parameters, String... values) {
    conditions.add(condition);
    parameters.addAll(List.of(values));
  }

  private record Cursor(String startedAt, String run) {
    private static Cursor after(RunRecord last) {
      return new Cursor(InstantText.of(last.state().startedAt()), last.run().text());
    }

    private static Cursor parse(String text) {
      var space = text.indexOf('_');
      if (space < 0 || !RunId.isValid(text.substring(space + 1))) {
        throw new IllegalArgumentException("not the cursor of a page: " + text);
      }
      return new Cursor(
          InstantText.of(InstantText.parse(text.substring(0, space))), text.substring(space + 1));
    }

    @Override
    public String toString() {
      return startedAt + "_" + run;
    }
  }
}
