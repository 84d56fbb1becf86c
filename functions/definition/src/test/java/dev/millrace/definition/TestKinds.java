package dev.millrace.definition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The task kinds of these tests. Those that ship live in a room that builds on this one.
final class TestKinds {
  static final List<ActionKind> ALL =
      List.of(new PassKind(), new HttpKind(), new WaitKind(), new GroupKind());

  static final DagReader READER = new DagReader(ALL);

  private TestKinds() {}

  /// The definition of a document that must be right.
  static Definition accepted(String text) {
    return switch (READER.read("dag.yaml", text)) {
      case Reading.Accepted(var definition) -> definition;
      case Reading.Refused(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  /// All documents under `src/test/golden/accepted`.
  static List<Path> acceptedDocuments() {
    try (var files = Files.list(Path.of("src/test/golden/accepted"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The text of a file.
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The problems of a document that must be wrong.
  static List<Problem> refused(String text) {
    return switch (READER.read("dag.yaml", text)) {
      case Reading.Accepted(var definition) ->
          throw new AssertionError("accepted: " + definition.canonicalText());
      case Reading.Refused(var problems) -> problems;
    };
  }
}
