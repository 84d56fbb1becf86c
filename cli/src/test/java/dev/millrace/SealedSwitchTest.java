package dev.millrace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A switch over a sealed type or an enum of our own has no `default`: a new case then breaks the
/// compile wherever it must be thought about. The compiler itself says what each switch is over.
class SealedSwitchTest {

  @Test
  void no_switch_over_our_own_types_has_a_default() throws IOException {
    var root = SourceFile.root();
    var sources =
        SourceFile.java().filter(SourceFile::isMain).map(file -> root.resolve(file.path()));
    var compiler = requireNonNull(ToolProvider.getSystemJavaCompiler());
    try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
      var units = new ArrayList<JavaFileObject>();
      files.getJavaFileObjectsFromPaths(sources.toList()).forEach(units::add);
      assertThat(defaults(units)).isEmpty();
    }
  }

  @Test
  void a_default_over_a_sealed_type_or_an_enum_is_found() throws IOException {
    var planted =
        source(
            """
            package dev.millrace.planted;
            sealed interface Answer {
              record Yes() implements Answer {}
              record No() implements Answer {}
              enum Tone { KIND, HARSH }
              static int over(Answer answer, Tone tone, String other) {
                switch (tone) { case KIND: break; default: break; }
                int sealed = switch (answer) { case Yes _ -> 1; default -> 2; };
                int fine = switch (answer) { case Yes _ -> 1; case No _ -> 2; };
                return sealed + fine + switch (other) { case "a" -> 1; default -> 2; };
              }
            }
            """);

    assertThat(defaults(List.of(planted)))
        .satisfiesExactly(
            first -> assertThat(first).contains("Answer.java:7", "Tone"),
            second -> assertThat(second).contains("Answer.java:8", "Answer"));
  }

  private static List<String> defaults(List<JavaFileObject> sources) throws IOException {
    var compiler = requireNonNull(ToolProvider.getSystemJavaCompiler());
    var options =
        List.of("-proc:none", "-classpath", requireNonNull(System.getProperty("java.class.path")));
    var task = (JavacTask) compiler.getTask(null, null, diagnostic -> {}, options, null, sources);
    var units = new ArrayList<CompilationUnitTree>();
    task.parse().forEach(units::add);
    task.analyze();
    var found = new ArrayList<String>();
    units.forEach(unit -> new Finder(Trees.instance(task), unit).scan(unit, found));
    return List.copyOf(found);
  }

  private static final class Finder extends TreePathScanner<@Nullable Object, List<String>> {
    private final Trees trees;
    private final CompilationUnitTree unit;

    Finder(Trees trees, CompilationUnitTree unit) {
      this.trees = trees;
      this.unit = unit;
    }

    @Override
    public @Nullable Object visitSwitch(SwitchTree tree, List<String> found) {
      look(tree.getExpression(), tree.getCases(), found);
      return super.visitSwitch(tree, found);
    }

    @Override
    public @Nullable Object visitSwitchExpression(SwitchExpressionTree tree, List<String> found) {
      look(tree.getExpression(), tree.getCases(), found);
      return super.visitSwitchExpression(tree, found);
    }

    private void look(ExpressionTree selector, List<? extends CaseTree> cases, List<String> found) {
      var hasDefault =
          cases.stream()
              .flatMap(one -> one.getLabels().stream())
              .anyMatch(DefaultCaseLabelTree.class::isInstance);
      var type = trees.getTypeMirror(new TreePath(getCurrentPath(), selector));
      if (hasDefault
          && type instanceof DeclaredType declared
          && declared.asElement() instanceof TypeElement element
          && isOurs(element)) {
        var at = trees.getSourcePositions().getStartPosition(unit, selector);
        found.add(
            "%s:%d  default over %s: name every case, so that a new one breaks the compile here"
                .formatted(
                    unit.getSourceFile().getName(),
                    unit.getLineMap().getLineNumber(at),
                    element.getQualifiedName()));
      }
    }

    private static boolean isOurs(TypeElement type) {
      return type.getQualifiedName().toString().startsWith("dev.millrace.")
          && (type.getKind() == ElementKind.ENUM || type.getModifiers().contains(Modifier.SEALED));
    }
  }

  private static JavaFileObject source(String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///Answer.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
