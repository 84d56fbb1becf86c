package dev.millrace.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Right documents, spoilt at random: whatever comes of it, it is a definition or problems.
class SpoiltDocumentsTest {
  /// Enough that each document meets each kind of damage in many places; a thousand more found
  /// nothing new.
  private static final int SEEDS = 400;

  private static final String STRAY = " \n\t:-,[]{}'\"$&*!|>%@#?~0aZ.\\é😀\u0000";

  @ParameterizedTest
  @MethodSource("documents")
  void a_spoilt_document_is_read_or_refused_with_places_in_it(Path document) {
    var text = TestKinds.text(document);
    for (var seed = 0; seed < SEEDS; seed++) {
      var spoilt = spoil(text, new Random(seed));
      switch (TestKinds.READER.read("dag.yaml", spoilt)) {
        case Reading.Accepted(var definition) -> assertThat(definition.plan().size()).isPositive();
        case Reading.Refused(var problems) ->
            assertThat(problems)
                .describedAs("%s, seed %d", document, seed)
                .allSatisfy(problem -> assertInside(problem, spoilt));
      }
    }
  }

  private static void assertInside(Problem problem, String text) {
    var lines = text.split("\r\n|\r|\n", -1);
    assertThat(problem.line()).isBetween(1, lines.length);
    assertThat(problem.column())
        .isBetween(
            1, lines[problem.line() - 1].codePointCount(0, lines[problem.line() - 1].length()) + 2);
    assertThat(problem.message()).isNotBlank().doesNotContainPattern("\\p{Cntrl}").endsWith(".");
    assertThat(problem.mend()).isNotBlank().doesNotContainPattern("\\p{Cntrl}").matches(".*[.?]");
  }

  private static String spoil(String text, Random random) {
    var spoilt = new StringBuilder(text);
    for (var i = 0; i <= random.nextInt(3); i++) {
      var at = random.nextInt(spoilt.length());
      switch (random.nextInt(4)) {
        case 0 -> spoilt.deleteCharAt(at);
        case 1 -> spoilt.insert(at, STRAY.charAt(random.nextInt(STRAY.length())));
        case 2 -> spoilt.setCharAt(at, STRAY.charAt(random.nextInt(STRAY.length())));
        default -> spoilt.delete(at, Math.min(spoilt.length(), at + random.nextInt(30)));
      }
    }
    return spoilt.toString();
  }

  static List<Path> documents() {
    return TestKinds.acceptedDocuments();
  }
}
