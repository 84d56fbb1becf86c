package dev.millrace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A text file of the repository, its path relative to the root and with `/` on every system.
public record SourceFile(String path, List<String> lines) {

  private static final Set<String> NOT_OURS =
      Set.of("target", ".git", ".aws-sam", ".millrace", ".idea", ".vscode", "node_modules");

  private static final Set<String> TEXT =
      Set.of("java", "xml", "md", "yaml", "yml", "json", "sh", "toml", "sql", "html", "js", "css");

  public static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("functions/core"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("Run the tests inside the repository: no functions/core");
      }
    }
    return folder;
  }

  /// All text files of the repository, built ones left out.
  public static List<SourceFile> all() {
    var root = root();
    var found = new ArrayList<SourceFile>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return NOT_OURS.contains(nameOf(folder))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              var path = root.relativize(file).toString().replace('\\', '/');
              if (isText(path)) {
                // Golden files hold broken encodings on purpose: what cannot be read is replaced.
                var text = new String(Files.readAllBytes(file), UTF_8);
                found.add(new SourceFile(path, text.lines().toList()));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(found);
  }

  static Stream<SourceFile> java() {
    return all().stream().filter(SourceFile::isJava);
  }

  boolean isJava() {
    return path.endsWith(".java");
  }

  boolean isTest() {
    return isJava() && path.contains("src/test/");
  }

  boolean isMain() {
    return isJava() && path.contains("src/main/");
  }

  /// The house rules themselves quote what they forbid.
  boolean statesRules() {
    return path.startsWith("cli/src/test/java/dev/millrace/LineRule")
        || path.startsWith("cli/src/test/java/dev/millrace/HouseRules");
  }

  String folder() {
    var slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  public String text() {
    return String.join("\n", lines);
  }

  private static boolean isText(String path) {
    return path.equals("millrace")
        || path.equals("infra/lint")
        || path.equals(".ci/run")
        || TEXT.contains(path.substring(path.lastIndexOf('.') + 1));
  }

  private static String nameOf(Path folder) {
    var name = folder.getFileName();
    return name == null ? "" : name.toString();
  }
}
