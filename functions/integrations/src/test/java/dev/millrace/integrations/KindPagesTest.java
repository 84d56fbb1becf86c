package dev.millrace.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.definition.DagReader;
import dev.millrace.definition.Reading;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.http.HttpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// docs/kinds has a page for each kind, and what stands there is so.
class KindPagesTest {
  private static final Path PAGES = Path.of("..", "..", "docs", "kinds");
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  static List<TaskKind> kinds() {
    return TaskKinds.standard(HttpSettings.cloud());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_page_names_every_argument(TaskKind kind) throws IOException {
    var page = page(kind);

    assertThat(page).startsWith("# " + kind.name() + "\n");
    for (var argument : kind.schema().path("properties").propertyStream().toList()) {
      assertThat(page).contains("`" + argument.getKey() + "`");
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void the_dags_of_a_page_are_right(TaskKind kind) throws IOException {
    var dags = YAML.matcher(page(kind)).results().map(MatchResult::group).toList();

    assertThat(dags).isNotEmpty();
    for (var dag : dags) {
      var text = dag.substring("```yaml\n".length(), dag.length() - "```".length());
      assertThat(new DagReader(kinds()).read(kind.name() + ".md", text))
          .isInstanceOf(Reading.Accepted.class);
    }
  }

  @Test
  void every_page_is_of_a_kind() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              kinds().stream().map(kind -> kind.name() + ".md").toList());
    }
  }

  private static String page(TaskKind kind) throws IOException {
    return Files.readString(PAGES.resolve(kind.name() + ".md"));
  }
}
