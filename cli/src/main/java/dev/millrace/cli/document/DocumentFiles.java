package dev.millrace.cli.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Finds the DAG documents below folders.
public final class DocumentFiles {
  /// Most documents of one command.
  public static final int FILES_MAX = 10_000;

  /// Folders deeper than this are not looked into.
  private static final int DEPTH_MAX = 20;

  private DocumentFiles() {}

  /// What was found.
  public sealed interface Found {
    /// The documents, in the order of their names, each once.
    record Files(List<String> names) implements Found {
      /// Copies the list.
      public Files {
        names = List.copyOf(names);
      }
    }

    /// Nothing to go on with.
    record Wrong(String message) implements Found {}
  }

  /// Whether a file of that name is taken for a DAG document when its folder was named.
  public static boolean isDocument(String name) {
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
  }

  /// Files stay as they were named; a folder gives the documents in it and below.
  public static Found under(List<String> files) {
    var all = new ArrayList<String>();
    for (var file : files) {
      if (file.equals(FileText.STANDARD_INPUT) || !Files.isDirectory(Path.of(file))) {
        all.add(file);
        continue;
      }
      var inside = inside(Path.of(file));
      if (inside.isEmpty()) {
        return new Found.Wrong(file + " holds no file that ends in .yaml, .yml or .json.");
      }
      all.addAll(inside);
      if (all.size() > FILES_MAX) {
        return new Found.Wrong(
            "more than %,d files. Name fewer folders at a time.".formatted(FILES_MAX));
      }
    }
    return new Found.Files(all.stream().distinct().toList());
  }

  private static List<String> inside(Path folder) {
    try (var files = Files.walk(folder, DEPTH_MAX)) {
      return files
          .filter(path -> isDocument(path.getFileName().toString()) && Files.isRegularFile(path))
          .map(Path::toString)
          .limit(FILES_MAX + 1L)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
