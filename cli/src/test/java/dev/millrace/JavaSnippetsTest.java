package dev.millrace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Java on a page compiles as it stands, without a warning.
class JavaSnippetsTest {

  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:\\w+ )*(?:class|record|interface) (\\w+)");

  static Stream<Snippet> java() {
    return Snippet.all().stream().filter(snippet -> snippet.language().equals("java"));
  }

  @ParameterizedTest
  @MethodSource("java")
  void java_on_a_page_compiles(Snippet snippet, @TempDir Path folder) throws IOException {
    assertThat(complaints(snippet.text(), folder)).as(snippet.toString()).isEmpty();
  }

  @Test
  void what_does_not_compile_is_found(@TempDir Path folder) throws IOException {
    var broken = "package dev.millrace.snippets;\n\nclass Broken {\n  int one = \"1\";\n}\n";
    assertThat(complaints(broken, folder)).isNotEmpty();
  }

  private static List<String> complaints(String source, Path folder) throws IOException {
    var compiler = requireNonNull(ToolProvider.getSystemJavaCompiler());
    var found = new DiagnosticCollector<JavaFileObject>();
    try (var files = compiler.getStandardFileManager(found, null, UTF_8)) {
      var options = List.of("-Xlint:all,-processing,-path", "-proc:none", "-d", folder.toString());
      var task = compiler.getTask(null, files, found, options, null, List.of(unit(source)));
      var done = task.call();
      assertThat(done || !found.getDiagnostics().isEmpty()).isTrue();
    }
    return found.getDiagnostics().stream()
        .map(each -> "line " + each.getLineNumber() + ": " + each.getMessage(Locale.ROOT))
        .toList();
  }

  private static JavaFileObject unit(String source) {
    var name = first(PACKAGE, source).replace('.', '/') + "/" + first(TYPE, source) + ".java";
    return new SimpleJavaFileObject(URI.create("snippet:///" + name), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }

  private static String first(Pattern pattern, String source) {
    var match = pattern.matcher(source);
    assertThat(match.find()).as("a whole file of Java, with package and type").isTrue();
    return match.group(1);
  }
}
