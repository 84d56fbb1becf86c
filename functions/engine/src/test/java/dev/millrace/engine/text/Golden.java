package dev.millrace.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files under `src/test/golden/` that say what text is stored; `-Dgolden.update` rewrites them.
public final class Golden {
  private static final Path FOLDER = Path.of("src/test/golden");

  private Golden() {}

  /// Compares JSON, laid out for people, with the file of that name.
  public static void assertMatches(String name, String json) {
    var file = FOLDER.resolve(name);
    var text = JsonText.read(json).toPrettyString() + "\n";
    try {
      if (System.getProperty("golden.update") != null) {
        Files.writeString(file, text);
      }
      assertThat(text).isEqualTo(Files.readString(file));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// The content of a file, as it was stored once.
  public static String read(String name) {
    try {
      return Files.readString(FOLDER.resolve(name));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
