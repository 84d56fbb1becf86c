package dev.millrace.cli.document;

import dev.millrace.definition.document.DocumentReader;
import dev.millrace.definition.expression.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a file holds that was named on the command line.
public sealed interface FileText {
  /// Stands for standard input.
  String STANDARD_INPUT = "-";

  /// Most files of a folder that are looked through for a similar name.
  int SIMILAR_MAX = 1_000;

  /// It was read.
  ///
  /// @param name the name that problems show
  record Read(String name, Content content) implements FileText {}

  /// It cannot be read.
  ///
  /// @param message what is wrong and how to mend it, in a line
  record Unreadable(String message) implements FileText {}

  /// Reads a file, or standard input for `-`. Of a file that is larger than any document may be
  /// only as much is read as shows that it is.
  static FileText read(String file) {
    if (file.equals(STANDARD_INPUT)) {
      try {
        return new Read("stdin", limited(System.in));
      } catch (IOException e) {
        return new Unreadable("standard input cannot be read: " + e.getMessage() + ".");
      }
    }
    Path path;
    try {
      path = Path.of(file);
    } catch (InvalidPathException e) {
      return new Unreadable(file + " is not the name of a file.");
    }
    if (Files.isDirectory(path)) {
      return new Unreadable(file + " is a folder. Name a file in it" + documentIn(path) + ".");
    }
    try (var in = Files.newInputStream(path)) {
      return new Read(file, limited(in));
    } catch (NoSuchFileException e) {
      return new Unreadable("there is no file " + file + "." + similar(path));
    } catch (AccessDeniedException e) {
      return new Unreadable(file + " may not be read. Check its permissions.");
    } catch (IOException e) {
      return new Unreadable(file + " cannot be read: " + e.getMessage() + ".");
    }
  }

  private static Content limited(InputStream in) throws IOException {
    return new Content(in.readNBytes(DocumentReader.BYTES_MAX + 1));
  }

  private static String documentIn(Path folder) {
    return names(folder).stream()
        .filter(DocumentFiles::isDocument)
        .min(String::compareTo)
        .map(name -> ", such as " + folder.resolve(name))
        .orElse("");
  }

  private static String similar(Path missing) {
    var folder = Optional.ofNullable(missing.getParent()).orElse(Path.of(""));
    if (!Files.isDirectory(folder)) {
      return "";
    }
    return Optional.ofNullable(missing.getFileName())
        .flatMap(name -> similar(name.toString(), names(folder)))
        .map(name -> " Did you mean " + folder.resolve(name) + "?")
        .orElse("");
  }

  /// Only what stands before the ending counts: all documents end alike.
  private static Optional<String> similar(String missing, List<String> names) {
    var byStem = new TreeMap<String, String>();
    names.stream().sorted().forEach(name -> byStem.putIfAbsent(stem(name), name));
    return Nearest.of(stem(missing), byStem.keySet())
        .flatMap(stem -> Optional.ofNullable(byStem.get(stem)));
  }

  private static String stem(String name) {
    var dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .limit(SIMILAR_MAX)
          .filter(Files::isRegularFile)
          .map(path -> path.getFileName().toString())
          .toList();
    } catch (IOException e) {
      return List.of(); // a hint less
    }
  }
}
