package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.cli.CommandLines;
import dev.millrace.definition.DagReader;
import dev.millrace.definition.Problem;
import dev.millrace.definition.Reading;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.HttpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What stands in README.md and docs/ is true: DAG documents are accepted (or refused with the
/// problem that the page shows), command lines are understood, JSON is JSON. [JavaSnippetsTest] and
/// [InspectPageTest] see to Java and SQL, [TestingPageTest] to the XML of Maven.
class DocumentsTest {

  private static final String BROKEN = "yaml broken";
  private static final String MILLRACE = "./millrace ";
  private static final Pattern IN_COMMENT = Pattern.compile("(?m)^# +((?:\\./)?millrace .*)$");
  private static final Pattern IN_SENTENCE = Pattern.compile("`(?:\\./)?millrace ([a-z]+)[^`]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([\\w./-]+\\.md)[^)]*\\)");

  /// Every block says what it is, and each of these is proven by some test.
  private static final Set<String> LANGUAGES =
      Set.of("yaml", BROKEN, "sh", "json", "text", "java", "sql", "xml");

  private static final DagReader READER =
      new DagReader(TaskKinds.standard(HttpSettings.embedded()));

  static Stream<Snippet> yaml() {
    return snippets("yaml");
  }

  static Stream<Snippet> broken() {
    return snippets(BROKEN);
  }

  static Stream<Snippet> json() {
    return snippets("json");
  }

  static Stream<Path> examples() throws IOException {
    return ExampleDocument.files().stream();
  }

  /// Commands for everyone: in blocks of pages, in comments of examples, within sentences.
  static Stream<Arguments> commands() throws IOException {
    var found = Stream.<Arguments>builder();
    snippets("sh")
        .forEach(
            snippet ->
                snippet
                    .commands()
                    .filter(command -> command.startsWith(MILLRACE))
                    .forEach(command -> found.add(arguments(snippet.page(), command))));
    for (var file : ExampleDocument.files()) {
      IN_COMMENT
          .matcher(Files.readString(file))
          .results()
          .forEach(command -> found.add(arguments(file.getFileName(), command.group(1))));
    }
    return found.build();
  }

  private static Stream<Snippet> snippets(String language) {
    return Snippet.all().stream().filter(snippet -> snippet.language().equals(language));
  }

  @Test
  void every_block_says_what_it_is() {
    assertThat(Snippet.all()).isNotEmpty();
    assertThat(
            Snippet.all().stream()
                .filter(snippet -> !LANGUAGES.contains(snippet.language()))
                .map(snippet -> snippet + " is none of " + LANGUAGES))
        .isEmpty();
  }

  @Test
  void every_page_is_listed_by_an_index() {
    var pages = SourceFile.all().stream().filter(file -> file.name().endsWith(".md")).toList();
    var indexes =
        pages.stream()
            .filter(page -> page.path().equals("README.md") || page.name().equals("README.md"))
            .flatMap(DocumentsTest::linked)
            .toList();
    var unlisted =
        pages.stream()
            .map(SourceFile::path)
            .filter(path -> path.startsWith("docs/") && !indexes.contains(path))
            .map(path -> path + ": list it in docs/README.md, by what readers need it for");
    assertThat(unlisted).isEmpty();
  }

  private static Stream<String> linked(SourceFile page) {
    return LINK.matcher(page.text())
        .results()
        .map(link -> Path.of(page.folder()).resolve(link.group(1)).normalize().toString());
  }

  @ParameterizedTest
  @MethodSource("yaml")
  void a_document_on_a_page_is_accepted(Snippet snippet) {
    assertThat(problems(snippet.page(), snippet.text())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void a_broken_document_is_refused_with_what_the_page_shows_below_it(Snippet snippet) {
    var shown = following(snippet).text();
    var file = shown.substring(0, shown.indexOf(':'));
    assertThat(rendered(problems(file, snippet.text()))).isEqualTo(shown.strip());
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("json")
  void json_on_a_page_is_json(Snippet snippet) throws IOException {
    assertThat(new JsonMapper().readTree(snippet.text()).isContainerNode()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void a_command_is_understood(Object where, String command) {
    var words = CommandWords.of(command);
    assertThat(CommandLines.complaint(words.subList(1, words.size())))
        .as(where + ": " + command)
        .isEmpty();
  }

  @Test
  void sentences_name_only_commands_that_there_are() {
    var unknown =
        SourceFile.all().stream()
            .filter(file -> file.name().endsWith(".md"))
            .flatMap(
                page ->
                    IN_SENTENCE
                        .matcher(page.text())
                        .results()
                        .filter(found -> !CommandLines.isCommand(found.group(1)))
                        .map(found -> page.path() + ": there is no " + found.group()));
    assertThat(unknown).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_is_accepted(Path example) throws IOException {
    var document = ExampleDocument.read(example);
    assertThat(problems(example.getFileName().toString(), document.text())).isEmpty();
  }

  private static List<Problem> problems(String file, String text) {
    return switch (READER.read(file, text)) {
      case Reading.Accepted _ -> List.of();
      case Reading.Refused(var problems) -> problems;
    };
  }

  private static String rendered(List<Problem> problems) {
    return problems.stream().map(Problem::rendered).collect(Collectors.joining("\n"));
  }

  private static Snippet following(Snippet snippet) {
    var all = Snippet.all();
    var at = IntStream.range(0, all.size()).filter(i -> all.get(i).equals(snippet)).findFirst();
    var next = all.get(at.orElseThrow() + 1);
    if (!next.page().equals(snippet.page()) || !next.language().equals("text")) {
      fail(snippet + " has no ```text block with its problems behind it");
    }
    return next;
  }
}
