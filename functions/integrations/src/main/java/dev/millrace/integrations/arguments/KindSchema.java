package dev.millrace.integrations.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Reads the JSON Schema that lies beside a task kind's class.
public final class KindSchema {
  private KindSchema() {}

  /// The schema `NAME.schema.json` in the package of a class.
  ///
  /// @throws IllegalStateException when there is none: the build is broken
  public static JsonNode beside(Class<?> kind, String name) {
    var file = name + ".schema.json";
    try (var stream = kind.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("no " + file + " beside " + kind.getName());
      }
      return new JsonMapper().readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + " beside " + kind.getName(), e);
    }
  }
}
