package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.CommandLines;
import dev.millrace.core.cron.ScheduleExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What docs/schedules.md shows is what the command line prints, and what its tables say an
/// expression means is what Millrace says.
class SchedulesPageTest {
  private static final String PAGE = "docs/schedules.md";
  private static final String HEADING = "| expression | means |";
  private static final Pattern ROW = Pattern.compile("^\\| `(.+?)` \\| (.+?) \\|$");

  static Stream<Arguments> meanings() {
    var rows = new ArrayList<Arguments>();
    var inTable = false;
    for (var line : page().lines()) {
      var row = ROW.matcher(line);
      if (line.equals(HEADING)) {
        inTable = true;
      } else if (!line.startsWith("|")) {
        inTable = false;
      } else if (inTable && row.matches()) {
        rows.add(Arguments.of(row.group(1), row.group(2)));
      }
    }
    return rows.stream();
  }

  static Stream<Arguments> commands() {
    var blocks = Snippet.all().stream().filter(block -> block.page().equals(PAGE)).toList();
    var shown = new ArrayList<Arguments>();
    for (var at = 0; at + 1 < blocks.size(); at++) {
      if (blocks.get(at).language().equals("sh") && blocks.get(at + 1).language().equals("text")) {
        shown.add(
            Arguments.of(
                blocks.get(at).commands().findFirst().orElseThrow(), blocks.get(at + 1).text()));
      }
    }
    return shown.stream();
  }

  private static SourceFile page() {
    return SourceFile.all().stream()
        .filter(file -> file.path().equals(PAGE))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("meanings")
  void an_expression_means_what_the_page_says(String expression, String meaning) {
    switch (ScheduleExpression.parse(expression)) {
      case ScheduleExpression.Parsed.Right(var right) ->
          assertThat(right.inWords()).isEqualTo(meaning);
      case ScheduleExpression.Parsed.Wrong(var mistakes) ->
          assertThat(mistakes).as(expression).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void a_command_prints_what_the_page_shows_below_it(String command, String shown) {
    var words = CommandWords.of(command);
    var ended = CommandLines.run(words.subList(1, words.size()));
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).isEqualTo(shown);
  }

  @Test
  void the_page_has_both() {
    assertThat(meanings()).hasSizeGreaterThan(25);
    assertThat(commands().map(Arguments::get).map(List::of)).hasSizeGreaterThan(3);
  }
}
