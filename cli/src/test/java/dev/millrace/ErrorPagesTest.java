package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.ErrorName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every name of an error has its page under docs/errors, and every page is of such a name.
class ErrorPagesTest {

  /// One page each for names that are made of what others answer.
  private static final Set<String> MADE_PAGES =
      Set.of("Http.status", "Lambda.type", "Aws.Lambda.code");

  private static final Pattern MADE_NAME = Pattern.compile("new ErrorName\\((.*)");

  /// A field of a class, or one of an interface, which needs no more words.
  private static final Pattern CONSTANT =
      Pattern.compile(
          "(?m)(?:static final|^ ) ErrorName \\w+ =\\s*new ErrorName\\(\"[\\w.]+\"\\);");

  /// Makes `Http.<status>`, which has one page for all.
  private static final String MAKER = "HttpErrors.java";

  private static final List<String> SECTIONS =
      List.of("**Meaning.**", "**Cause.**", "**What to do.**");

  static Stream<SourceFile> pages() {
    return SourceFile.all().stream()
        .filter(file -> file.folder().equals("docs/errors"))
        .filter(file -> !file.name().equals("README.md"));
  }

  @Test
  void every_error_has_a_page_and_every_page_an_error() {
    var names = new TreeSet<>(MADE_PAGES);
    names.addAll(names());
    assertThat(pages().map(page -> page.name().replaceFirst("\\.md$", "")))
        .as("pages of docs/errors and constants of ErrorName, here and in task kinds")
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void the_names_are_really_found() {
    assertThat(names()).contains("Timeout", "WorkerLost").hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void a_page_has_its_name_as_title_and_says_meaning_cause_and_mend(SourceFile page) {
    var name = page.name().replaceFirst("\\.md$", "");
    var title = MADE_PAGES.contains(name) ? name.replaceFirst("\\w+$", "*$0*") : name;
    assertThat(page.lines().getFirst()).isEqualTo("# " + title);
    var sections =
        page.lines().stream().filter(line -> line.startsWith("**")).map(line -> firstBold(line));
    assertThat(sections).containsExactlyElementsOf(SECTIONS);
  }

  @Test
  void the_index_lists_every_page() {
    var index =
        SourceFile.all().stream()
            .filter(file -> file.path().equals("docs/errors/README.md"))
            .findFirst()
            .orElseThrow();
    var linked =
        Pattern.compile("\\| \\[[^\\]]+\\]\\(([\\w.]+)\\.md\\)")
            .matcher(index.text())
            .results()
            .map(link -> link.group(1));
    assertThat(linked)
        .containsExactlyInAnyOrderElementsOf(
            pages().map(page -> page.name().replaceFirst("\\.md$", "")).toList());
  }

  /// A name made in the middle of the code would escape the comparison above.
  @Test
  void names_of_errors_are_constants() {
    var elsewhere =
        SourceFile.java()
            .filter(SourceFile::isMain)
            .filter(
                file -> file.path().startsWith("functions/") || file.path().startsWith("local/"))
            .filter(file -> !file.name().equals(MAKER))
            .filter(ErrorPagesTest::makesNames)
            .map(
                file ->
                    file.path()
                        + " makes the name of an error. Make it a constant and write its page.");
    assertThat(elsewhere).isEmpty();
  }

  private static boolean makesNames(SourceFile file) {
    var withoutConstants = CONSTANT.matcher(file.text()).replaceAll("");
    return MADE_NAME
        .matcher(withoutConstants)
        .results()
        .anyMatch(made -> made.group(1).startsWith("\""));
  }

  private static Set<String> names() {
    return OwnClasses.constants()
        .filter(field -> field.getRawType().isEquivalentTo(ErrorName.class))
        .map(field -> ((ErrorName) OwnClasses.valueOf(field)).text())
        .collect(Collectors.toSet());
  }

  private static String firstBold(String line) {
    return line.substring(0, line.indexOf("**", 2) + 2);
  }
}
