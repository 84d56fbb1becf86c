package dev.millrace.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Each broken document under `src/test/golden/problems` has all its problems beside it, as a user
/// reads them. `-Dgolden.update` writes them anew; read what changed before you commit it.
class GoldenProblemsTest {
  private static final Path FOLDER = Path.of("src/test/golden/problems");

  @TestFactory
  Stream<DynamicTest> each_broken_document_gets_its_problems() throws IOException {
    return documents().map(path -> DynamicTest.dynamicTest(name(path), () -> check(path)));
  }

  @Test
  void no_expectation_is_left_without_its_document() throws IOException {
    try (var files = Files.list(FOLDER)) {
      var expectations =
          files.filter(file -> file.toString().endsWith(".txt")).map(GoldenProblemsTest::stem);
      assertThat(expectations)
          .containsExactlyInAnyOrderElementsOf(documents().map(GoldenProblemsTest::stem).toList());
    }
  }

  private static void check(Path document) throws IOException {
    var reading = TestKinds.READER.read(name(document), Files.readAllBytes(document));
    var shown =
        switch (reading) {
          case Reading.Accepted _ -> "accepted\n";
          case Reading.Refused(var problems) ->
              problems.stream()
                  .map(problem -> problem.rendered() + "\n" + path(problem))
                  .collect(Collectors.joining("\n"));
        };
    var expectation = FOLDER.resolve(stem(document) + ".txt");
    if (System.getProperty("golden.update") != null) {
      Files.writeString(expectation, shown);
    }
    assertThat(shown).isEqualTo(Files.readString(expectation)).isNotEqualTo("accepted\n");
  }

  private static String path(Problem problem) {
    return "at " + (problem.path().isEmpty() ? "(document)" : problem.path()) + "\n";
  }

  private static Stream<Path> documents() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.filter(file -> !file.toString().endsWith(".txt")).sorted().toList().stream();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static String stem(Path file) {
    return name(file).replaceFirst("\\.[^.]*$", "");
  }
}
