package dev.millrace;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules of the house that neither the compiler nor [ArchitectureTest] can hold.
class HouseRulesTest {

  /// Longer files do more than one thing.
  private static final int MOST_LINES = 400;

  private static final Pattern TEST_ANNOTATION =
      Pattern.compile("^\\s*@(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b");
  private static final Pattern METHOD = Pattern.compile("^\\s+(?:\\w+ )*[\\w<>?]+ (\\w+)\\(.*");
  private static final Pattern SENTENCE = Pattern.compile("[a-z0-9]\\w*_\\w+");

  static Stream<LineRule> rules() {
    return LineRule.all().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void every_rule_finds_the_mistake_it_is_for(LineRule rule) {
    assertThat(rule.isBrokenBy(rule.planted())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void no_line_breaks_a_rule(LineRule rule) {
    assertThat(SourceFile.all().stream().flatMap(rule::broken)).isEmpty();
  }

  @Test
  void the_rules_see_the_sources() {
    assertThat(SourceFile.all().stream().map(SourceFile::path))
        .contains("pom.xml", "functions/core/src/main/java/dev/millrace/core/package-info.java");
  }

  @Test
  void no_file_is_longer_than_a_reader_can_hold() {
    assertThat(
            SourceFile.java()
                .filter(file -> file.lines().size() > MOST_LINES)
                .map(
                    file ->
                        "%s has %d lines, limit %d: split it by subject"
                            .formatted(file.path(), file.lines().size(), MOST_LINES)))
        .isEmpty();
  }

  @Test
  void every_package_says_what_it_is_for_and_is_null_marked() {
    var packages =
        SourceFile.java().filter(SourceFile::isMain).collect(groupingBy(SourceFile::folder));
    assertThat(packages).isNotEmpty();
    packages.forEach(
        (folder, files) ->
            assertThat(files.stream().filter(HouseRulesTest::isSign))
                .as(
                    "%s needs a package-info.java with two sentences as /// Javadoc and @NullMarked",
                    folder)
                .hasSize(1));
  }

  @Test
  void test_names_are_sentences() {
    assertThat(SourceFile.java().filter(SourceFile::isTest).flatMap(HouseRulesTest::badTestNames))
        .isEmpty();
    var planted = new SourceFile("X.java", List.of("  @Test", "  void testRuns() {"));
    assertThat(badTestNames(planted)).hasSize(1);
  }

  private static boolean isSign(SourceFile file) {
    return file.name().equals("package-info.java")
        && file.text().startsWith("///")
        && file.text().contains("\n@NullMarked\n");
  }

  /// A method is a test when a test annotation stands between it and the end of what is before it.
  private static Stream<String> badTestNames(SourceFile file) {
    var bad = new ArrayList<String>();
    var annotated = false;
    for (var at : IntStream.range(0, file.lines().size()).toArray()) {
      var line = file.lines().get(at);
      if (TEST_ANNOTATION.matcher(line).find()) {
        annotated = true;
        continue;
      }
      var method = METHOD.matcher(line);
      if (annotated && !line.strip().startsWith("@") && method.matches()) {
        annotated = false;
        var name = method.group(1);
        if (!SENTENCE.matcher(name).matches()) {
          bad.add(
              "%s:%d  %s: name the test by a sentence of the specification, in_snake_case"
                  .formatted(file.path(), at + 1, name));
        }
      }
    }
    return bad.stream();
  }
}
