package dev.millrace.local.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/// The tables of the file and their version.
final class Schema {
  /// Version of the tables that this code knows; `PRAGMA user_version` of the file.
  static final int VERSION = 2;

  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*--.*$");

  private static final Pattern END = Pattern.compile(";");

  private Schema() {}

  /// Makes the tables in an empty file, or those that a file of an earlier version lacks.
  ///
  /// @throws StorageException when a newer version of Millrace has made them
  static void prepare(String file, Statements database) throws SQLException {
    int version = database.first("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
    if (version > VERSION) {
      throw new StorageException(
          file
              + " was written by a newer Millrace (its tables have version "
              + version
              + ", this one knows versions up to "
              + VERSION
              + "). Use that version, or name another data folder.");
    }
    if (version == VERSION) {
      return;
    }
    database.execute("BEGIN IMMEDIATE");
    for (var step = version + 1; step <= VERSION; step++) {
      for (var statement : statements(step)) {
        database.execute(statement);
      }
    }
    database.execute("PRAGMA user_version = " + VERSION);
    database.execute("COMMIT");
  }

  private static List<String> statements(int step) {
    return END.splitAsStream(COMMENT.matcher(script("schema-" + step + ".sql")).replaceAll(""))
        .filter(statement -> !statement.isBlank())
        .toList();
  }

  private static String script(String name) {
    try (var script = Schema.class.getResourceAsStream(name)) {
      if (script == null) {
        throw new IllegalStateException(name + " is missing from the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(name + " cannot be read", failed);
    }
  }
}
