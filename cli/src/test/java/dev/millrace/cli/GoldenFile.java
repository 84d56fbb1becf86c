package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Texts that a person has read and found right, under `src/test/golden`. `-Dgolden.update` writes
/// them anew; read what changed before you commit it.
final class GoldenFile {
  private static final Path FOLDER = Path.of("src/test/golden");

  private GoldenFile() {}

  /// The text is what the file says. Parts that vary must have been masked.
  static void matches(String name, String text) {
    var file = FOLDER.resolve(name);
    try {
      if (System.getProperty("golden.update") != null) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
      assertThat(text).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The text with run ids, times, paths and ports masked.
  static String masked(String text, Path folder) {
    return text.replace(folder.toString(), "FOLDER")
        .replaceAll("\\.[0-9A-HJKMNP-TV-Z]{26}\\b", ".ULID")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z", "INSTANT")
        .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "SECOND")
        .replaceAll(" *\\b\\d+\\.\\d+ s\\b", " TIME")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
        .replaceAll("/callbacks/[\\w.-]+", "/callbacks/TOKEN");
  }
}
