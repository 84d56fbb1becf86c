package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The queries on the pages are asked of the file of a host at work, after some of the examples
/// have run there, and each finds something.
class InspectPageTest {

  private static final List<String> ENDED = List.of("chain", "map-tolerance", "retry", "cleanup");

  /// Has a message on its way for as long as the tests take.
  private static final String WAITS =
      """
      dag: waits
      tasks:
        sleep: {wait: {for: 10m}}
      """;

  @TempDir static Path folder;
  private static TestHost host;

  static Stream<Snippet> queries() {
    return Snippet.all().stream().filter(snippet -> snippet.language().equals("sql"));
  }

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    host = TestHost.on(folder);
    for (var name : ENDED) {
      host.awaitEnd(host.start(host.put(example(name)), "demo"));
    }
    host.awaitParked(host.start(host.put(example("callback")), "demo"), "release");
    host.awaitParked(host.start(host.put(WAITS), "demo"), "sleep");
  }

  @AfterAll
  static void close() {
    host.close();
  }

  @Test
  void the_page_has_queries() {
    assertThat(queries()).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("queries")
  void a_query_finds_something_while_the_host_works(Snippet query) throws SQLException {
    try (var file = open(folder)) {
      assertThat(rows(file, query.text())).as(query.text()).isPositive();
    }
  }

  @Test
  void the_views_of_the_page_are_the_views_of_the_file() throws SQLException, IOException {
    var page = Files.readString(SourceFile.root().resolve("docs/inspect.md"));
    try (var file = open(folder);
        var statement = file.createStatement();
        var views = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'view'")) {
      while (views.next()) {
        assertThat(page).contains("`" + views.getString(1) + "`");
      }
    }
  }

  private static String example(String name) throws IOException {
    return Files.readString(SourceFile.root().resolve("examples").resolve(name + ".yaml"));
  }

  private static Connection open(Path folder) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlite:file:" + folder.resolve("millrace.db") + "?mode=ro");
  }

  private static int rows(Connection file, String query) throws SQLException {
    try (var statement = file.createStatement();
        var found = statement.executeQuery(query)) {
      var rows = 0;
      while (found.next()) {
        rows++;
      }
      return rows;
    }
  }
}
