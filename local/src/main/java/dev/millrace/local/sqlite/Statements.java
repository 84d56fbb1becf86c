package dev.millrace.local.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connection with its prepared statements. For one thread at a time.
final class Statements implements AutoCloseable {
  private static final int PAGE_BYTES = 4096;
  private static final int KEPT_BYTES_MAX = 64 * 1024;
  private static final Object[] NOTHING = {};

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private long boundBytes;
  private long changes;

  /// Reads one row.
  ///
  /// @param <T> what a row becomes
  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  @FunctionalInterface
  private interface Running<T> {
    T on(PreparedStatement statement) throws SQLException;
  }

  Statements(Connection connection) {
    this.connection = connection;
  }

  /// Runs a statement.
  ///
  /// @param parameters `String`, `Long`, `Integer`, `byte[]` or null
  /// @return the number of rows that it changed
  int update(String sql, @Nullable Object... parameters) throws SQLException {
    var before = boundBytes;
    changes++;
    var changed = run(sql, parameters, PreparedStatement::executeUpdate);
    if (boundBytes - before > KEPT_BYTES_MAX) {
      // A prepared statement would hold on to what was bound last.
      prepare(sql).clearParameters();
    }
    return changed;
  }

  /// Runs a statement that answers nothing and takes nothing.
  void execute(String sql) throws SQLException {
    run(sql, NOTHING, PreparedStatement::execute);
  }

  /// The first row of a query.
  <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... parameters)
      throws SQLException {
    return run(
        sql,
        parameters,
        statement -> {
          try (var rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(row.of(rows)) : Optional.empty();
          }
        });
  }

  /// All rows of a query.
  <T> List<T> all(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
    return run(
        sql,
        parameters,
        statement -> {
          try (var rows = statement.executeQuery()) {
            var all = new ArrayList<T>();
            while (rows.next()) {
              all.add(row.of(rows));
            }
            return all;
          }
        });
  }

  private <T> T run(String sql, @Nullable Object[] parameters, Running<T> running)
      throws SQLException {
    var statement = prepare(sql);
    try {
      bind(statement, parameters);
      return running.on(statement);
    } catch (SQLException failure) {
      // The driver gives up a statement that failed; the next time needs a new one.
      prepared.remove(sql);
      statement.close();
      throw failure;
    }
  }

  /// About how many pages the statements since the last call have changed.
  long pagesChanged() {
    var pages = changes + boundBytes / PAGE_BYTES;
    changes = 0;
    boundBytes = 0;
    return pages;
  }

  private void bind(PreparedStatement statement, @Nullable Object[] parameters)
      throws SQLException {
    for (var place = 0; place < parameters.length; place++) {
      switch (parameters[place]) {
        case null -> statement.setNull(place + 1, Types.NULL);
        case String text -> {
          boundBytes += text.length();
          statement.setString(place + 1, text);
        }
        case Long number -> statement.setLong(place + 1, number);
        case Integer number -> statement.setInt(place + 1, number);
        case byte[] bytes -> {
          boundBytes += bytes.length;
          statement.setBytes(place + 1, bytes);
        }
        case Object other ->
            throw new IllegalArgumentException("not a value of SQLite: " + other.getClass());
      }
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    var statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  @Override
  public void close() throws SQLException {
    for (var statement : prepared.values()) {
      statement.close();
    }
    connection.close();
  }
}
