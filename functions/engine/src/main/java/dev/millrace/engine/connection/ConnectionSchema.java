package dev.millrace.engine.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The JSON Schema (draft 2020-12) of connection documents, for editors: [ConnectionReader]
/// decides.
public final class ConnectionSchema {
  private static final String RESOURCE = "connection.schema.json";

  private ConnectionSchema() {}

  /// The schema. The caller may change it.
  public static JsonNode read() {
    try (var in = ConnectionSchema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing beside its class");
      }
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
