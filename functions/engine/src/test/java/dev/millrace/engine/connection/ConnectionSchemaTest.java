package dev.millrace.engine.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The schema for editors says what the reader takes.
class ConnectionSchemaTest {
  private final JsonNode schema = ConnectionSchema.read();

  @Test
  void schema_and_reader_know_the_same_keys() {
    var auth = schema.at("/properties/auth/oneOf/1/properties");

    assertThat(keys(schema.path("properties")))
        .containsExactlyInAnyOrderElementsOf(ConnectionReader.KEYS);
    assertThat(keys(schema.at("/properties/limits/properties")))
        .containsExactlyInAnyOrderElementsOf(ConnectionReader.LIMITS_KEYS);
    assertThat(keys(auth.at("/mtls/properties")))
        .containsExactlyInAnyOrderElementsOf(AuthSection.CERTIFICATE_KEYS);
    AuthSection.WAYS.forEach(
        (way, known) ->
            assertThat(keys(auth.path(way).path("properties")))
                .as(way)
                .containsExactlyInAnyOrderElementsOf(known));
    assertThat(keys(auth)).hasSize(AuthSection.WAYS.size() + 1);
  }

  @ParameterizedTest
  @MethodSource("dev.millrace.engine.connection.ConnectionReaderTest#ways")
  void what_the_reader_takes_the_schema_takes(String auth, Auth expected) {
    assertThat(messages("connection: a\nbaseUrl: https://a.example\nauth: " + auth + "\n"))
        .as("%s", expected)
        .isEmpty();
  }

  @Test
  void a_literal_secret_is_no_match() {
    assertThat(
            messages(
                "connection: a\nbaseUrl: https://a.example\nauth: {bearer: {token: sk_live}}\n"))
        .isNotEmpty();
  }

  private List<String> messages(String document) {
    if (DocumentReader.read(document) instanceof Document.Read(var root, _)) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(schema)
          .validate(root.toJson())
          .stream()
          .map(Object::toString)
          .toList();
    }
    throw new IllegalArgumentException(document);
  }

  private static List<String> keys(JsonNode properties) {
    var keys = new ArrayList<String>();
    properties.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
