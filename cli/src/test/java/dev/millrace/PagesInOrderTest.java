package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever types what a page says, from its top to its end, gets through: every command ends with
/// status 0, every call is answered with 2xx. The host is closed and opened again on its folder
/// between the blocks.
class PagesInOrderTest {

  /// Commands that ask a host.
  private static final Set<String> OF_A_HOST =
      Set.of("push", "dags", "start", "runs", "show", "cancel", "retry");

  /// What these tests do themselves, or what takes too long.
  private static final Set<String> NOT_RUN = Set.of("./millrace local", "mvn -B verify");

  private static final Pattern CALLBACK = Pattern.compile("http://[\\w.:]+/callbacks/[\\w.-]+");

  @TempDir Path folder;
  private String callback = "";

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/getting-started.md", "docs/http-api.md"})
  void a_page_can_be_followed(String page) throws IOException {
    for (var snippet : Snippet.all()) {
      if (!snippet.page().equals(page)) {
        continue;
      }
      if (snippet.language().equals("yaml") && snippet.text().startsWith("dag: hello")) {
        Files.writeString(folder.resolve("hello.yaml"), snippet.text());
      }
      if (snippet.language().equals("sh")) {
        follow(snippet);
      }
    }
  }

  private void follow(Snippet snippet) throws IOException {
    try (var host = TestHost.on(folder.resolve("data"))) {
      for (var command : snippet.commands().toList()) {
        if (!NOT_RUN.contains(command)) {
          follow(command, host);
        }
      }
    }
  }

  private void follow(String command, TestHost host) throws IOException {
    var words = CommandWords.of(command);
    var rest = words.subList(1, words.size());
    switch (words.getFirst()) {
      case "./millrace" -> millrace(command, rest, host);
      case "curl" -> {
        var known = rest.stream().map(word -> word.equals("URL") ? callback : word).toList();
        var answer = CurlCommand.of(known, this::file).sendTo(host.port());
        assertThat(answer.status()).as(command + "\n" + answer.body()).isBetween(200, 299);
      }
      default -> throw new IllegalArgumentException("nobody runs " + command);
    }
  }

  private void millrace(String command, List<String> rest, TestHost host) {
    var arguments = new ArrayList<String>();
    rest.forEach(word -> arguments.add(word.endsWith(".yaml") ? file(word).toString() : word));
    if (OF_A_HOST.contains(arguments.getFirst())) {
      arguments.addAll(List.of("--api", host.baseUrl()));
    }
    var ended = CommandLines.run(arguments);
    assertThat(ended.status()).as(command + "\n" + ended).isZero();
    CALLBACK.matcher(ended.out()).results().forEach(found -> callback = found.group());
  }

  private Path file(String name) {
    return name.startsWith("examples/") ? SourceFile.root().resolve(name) : folder.resolve(name);
  }
}
