package dev.millrace.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.SourceFile;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The stack and the room of the handlers agree.
class HandlersTest {
  private static final String ROOM = "functions/handlers/";
  private static final Pattern VARIABLE = Pattern.compile("\"(MILLRACE_[A-Z_]+)\"");

  /// `MILLRACE_SECRET_` is what variables begin with that documents may name.
  private static final Set<String> BEGINNINGS = Set.of("MILLRACE_SECRET_");

  /// Told, and read by no code, with the reason.
  private static final Map<String, String> UNREAD =
      Map.of("MILLRACE_SETTINGS", "to change with every setting (decision 040)");

  private static Set<String> read() {
    return SourceFile.all().stream()
        .filter(file -> file.path().startsWith(ROOM + "src/main/"))
        .flatMap(file -> VARIABLE.matcher(file.text()).results())
        .map((MatchResult found) -> found.group(1))
        .filter(name -> !BEGINNINGS.contains(name))
        .collect(Collectors.toSet());
  }

  private static Set<String> told() {
    return Templates.ofRepository()
        .function("dispatch")
        .setting("Environment")
        .path("Variables")
        .propertyStream()
        .map(variable -> variable.getKey())
        .collect(Collectors.toSet());
  }

  @Test
  void the_room_makes_the_jar_that_the_functions_run() {
    var pom = Templates.read(ROOM + "pom.xml");
    assertThat(FunctionRules.JAR).startsWith(ROOM + "target/");
    assertThat(pom)
        .contains(
            FunctionRules.JAR.replace(ROOM + "target/", "<handlers.jar>${project.build.directory}/")
                + "</handlers.jar>");
  }

  @Test
  void functions_are_told_every_variable_that_they_read() {
    assertThat(read()).isNotEmpty();
    assertThat(told()).containsAll(read());
  }

  @Test
  void functions_are_told_nothing_else_without_a_reason() {
    assertThat(told().stream().filter(name -> !read().contains(name)))
        .as("told and not read; a reason that is no longer true must go")
        .containsExactlyInAnyOrderElementsOf(UNREAD.keySet());
  }

  @Test
  void the_page_says_what_functions_are_told() {
    var page = Templates.read("docs/deploy.md");
    var listed =
        Pattern.compile("(?m)^\\| `(MILLRACE_[A-Z_]+)`")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(listed).containsExactlyInAnyOrderElementsOf(told());
  }

  @Test
  void the_page_lists_the_parameters_with_their_defaults() {
    var parameters = Templates.ofRepository().tree(Templates.MAIN).path("Parameters");
    var rows =
        parameters
            .propertyStream()
            .map(
                parameter -> {
                  var text = parameter.getValue().path("Default").asText();
                  return "| `%s` | %s |"
                      .formatted(parameter.getKey(), text.isEmpty() ? "" : "`" + text + "`")
                      .replace("|  |", "| |");
                })
            .toList();
    assertThat(Templates.read("docs/deploy.md").lines())
        .filteredOn(line -> line.matches("\\| `[A-Z][A-Za-z]+` \\| .*"))
        .map(line -> line.replaceFirst("^(\\| `\\w+` \\| (`[^`]*` )?\\|).*", "$1"))
        .containsExactlyElementsOf(rows);
  }

  @Test
  void the_page_on_operating_says_what_each_alarm_means() {
    assertThat(Templates.ofRepository().ofType("AWS::CloudWatch::Alarm"))
        .isNotEmpty()
        .allSatisfy(
            alarm ->
                assertThat(Templates.read("docs/operate.md")).contains("`" + alarm.id() + "`"));
  }
}
