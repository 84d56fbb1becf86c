package dev.millrace.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.text.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What AWS sends, as the files under events/ have it.
final class EventFile {
  private EventFile() {}

  static JsonNode read(String name) {
    try {
      return JsonText.read(Files.readString(folder().resolve(name + ".json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All there are.
  static Set<String> names() throws IOException {
    try (var files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.replaceFirst("\\.json$", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Path folder() {
    var folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("events"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("no folder events/ above the working folder");
    }
    return folder.resolve("events");
  }
}
